package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The engine's listing of containers, as records. */
final class Listing {
    private Listing() {}

    static String path(Map<String, String> labels) {
        ObjectNode filters = Reply.JSON.createObjectNode();
        ArrayNode label = filters.putArray("label");
        labels.forEach((key, value) -> label.add(value.isEmpty() ? key : key + "=" + value));
        return "/containers/json?all=1&filters=" + EngineHttp.query(filters.toString());
    }

    static List<ContainerSummary> containers(JsonNode answer) {
        List<ContainerSummary> containers = new ArrayList<>();
        answer.forEach(node -> containers.add(container(node)));
        return containers;
    }

    private static ContainerSummary container(JsonNode node) {
        return new ContainerSummary(
                node.path("Id").asText(),
                name(node.path("Names")),
                node.path("Image").asText(),
                node.path("ImageID").asText(),
                node.path("State").asText(),
                node.path("Status").asText(),
                strings(node.path("Labels")),
                mounts(node.path("Mounts")),
                ports(node.path("Ports")));
    }

    /** Its own name, and not one that a link has given it ({@code /other/alias}). */
    private static String name(JsonNode names) {
        for (JsonNode name : names) {
            String text = name.asText();
            if (text.lastIndexOf('/') <= 0) {
                return text.startsWith("/") ? text.substring(1) : text;
            }
        }
        return "";
    }

    static Map<String, String> strings(JsonNode node) {
        Map<String, String> strings = new LinkedHashMap<>();
        node.properties().forEach(e -> strings.put(e.getKey(), e.getValue().asText()));
        return strings;
    }

    private static List<Mount> mounts(JsonNode answer) {
        List<Mount> mounts = new ArrayList<>();
        for (JsonNode mount : answer) {
            mounts.add(
                    new Mount(
                            mount.path("Type").asText(),
                            mount.path("Name").asText(""),
                            mount.path("Source").asText(""),
                            mount.path("Destination").asText(),
                            mount.path("RW").asBoolean()));
        }
        return mounts;
    }

    /** Those on the host; one binding for IPv4 and IPv6 together. */
    private static List<PortBinding> ports(JsonNode answer) {
        Set<PortBinding> ports = new LinkedHashSet<>();
        for (JsonNode port : answer) {
            if (port.has("PublicPort")) {
                String ip = port.path("IP").asText("");
                ports.add(
                        new PortBinding(
                                port.path("PrivatePort").asInt(),
                                port.path("Type").asText("tcp"),
                                ip.equals("0.0.0.0") || ip.equals("::") ? "" : ip,
                                port.path("PublicPort").asInt()));
            }
        }
        return List.copyOf(ports);
    }
}
