package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a container again from its saved inspect, labels and all, so that Compose sees what it saw
 * before. Pure.
 *
 * @param saved the engine's whole answer about it
 * @param image what to create it from: its reference if that still names its image, else its id
 * @param networks its connections, by network name
 * @param successors id of a container that it leans on to the id of the one made again in its place
 */
public record ContainerRecipe(
        Inspect saved,
        String image,
        Map<String, Endpoint> networks,
        Map<String, String> successors) {
    public ContainerRecipe {
        networks = new LinkedHashMap<>(networks);
        successors = Map.copyOf(successors);
    }

    /**
     * The raw body for {@link Engine#create}. It names the first network only, since engines below
     * API 1.44 take one; the caller connects the container to {@link #furtherNetworks}.
     */
    public String spec() {
        ObjectNode body = saved.raw().path("Config").deepCopy();
        body.put("Image", image);
        String hostname = body.path("Hostname").asText();
        if (saved.id().startsWith(hostname)) {
            body.remove("Hostname");
        }
        ObjectNode host = saved.raw().path("HostConfig").deepCopy();
        bindAnonymous(host);
        leanOnSuccessors(host);
        if (saved.networkMode().startsWith(Inspect.CONTAINER)) {
            // Those are the other one's; Docker refuses them here.
            body.remove(List.of("Hostname", "Domainname", "ExposedPorts", "MacAddress"));
        }
        body.set("HostConfig", host);
        String first = firstNetwork();
        if (!first.isEmpty()) {
            ObjectNode endpoint =
                    body.putObject("NetworkingConfig")
                            .putObject("EndpointsConfig")
                            .putObject(first);
            endpoint(endpoint, networks.getOrDefault(first, Endpoint.of(List.of())));
        }
        return body.toString();
    }

    private void leanOnSuccessors(ObjectNode host) {
        for (String field : Inspect.SHARED) {
            String mode = host.path(field).asText("");
            if (mode.startsWith(Inspect.CONTAINER)) {
                String id = mode.substring(Inspect.CONTAINER.length());
                host.put(field, Inspect.CONTAINER + successors.getOrDefault(id, id));
            }
        }
        if (host.path("VolumesFrom").isArray()) {
            ArrayNode now = host.arrayNode();
            for (JsonNode from : host.path("VolumesFrom")) {
                String[] parts = from.asText().split(":", 2);
                String id = successors.getOrDefault(parts[0], parts[0]);
                now.add(parts.length > 1 ? id + ":" + parts[1] : id);
            }
            host.set("VolumesFrom", now);
        }
    }

    /** What is left to connect after creation. */
    public Map<String, Endpoint> furtherNetworks() {
        Map<String, Endpoint> further = new LinkedHashMap<>(networks);
        further.remove(firstNetwork());
        return further;
    }

    private String firstNetwork() {
        String mode = saved.networkMode();
        if (networks.containsKey(mode)) {
            return mode;
        }
        return networks.keySet().stream().findFirst().orElse("");
    }

    private static void endpoint(ObjectNode node, Endpoint endpoint) {
        ArrayNode aliases = node.putArray("Aliases");
        endpoint.aliases().forEach(aliases::add);
        if (!endpoint.ipv4().isEmpty() || !endpoint.ipv6().isEmpty()) {
            ObjectNode ipam = node.putObject("IPAMConfig");
            if (!endpoint.ipv4().isEmpty()) {
                ipam.put("IPv4Address", endpoint.ipv4());
            }
            if (!endpoint.ipv6().isEmpty()) {
                ipam.put("IPv6Address", endpoint.ipv6());
            }
        }
    }

    /** Without a name a new container would get new anonymous volumes, and the data stay behind. */
    private void bindAnonymous(ObjectNode host) {
        Set<String> bound = new HashSet<>();
        for (JsonNode bind : host.path("Binds")) {
            bound.add(destination(bind.asText()));
        }
        for (JsonNode mount : host.path("Mounts")) {
            bound.add(mount.path("Target").asText());
            if (mount.path("Type").asText().equals("volume")
                    && mount.path("Source").asText("").isEmpty()) {
                // So does Compose note an anonymous volume.
                saved.mounts().stream()
                        .filter(m -> m.isVolume() && isAt(m, mount))
                        .forEach(m -> ((ObjectNode) mount).put("Source", m.name()));
            }
        }
        for (Mount mount : saved.mounts()) {
            if (mount.isVolume() && !bound.contains(mount.destination())) {
                ArrayNode binds =
                        host.path("Binds").isArray()
                                ? (ArrayNode) host.path("Binds")
                                : host.putArray("Binds");
                String mode = mount.writable() ? "rw" : "ro";
                binds.add(mount.name() + ":" + mount.destination() + ":" + mode);
            }
        }
    }

    private static boolean isAt(Mount mounted, JsonNode mount) {
        return mounted.destination().equals(mount.path("Target").asText());
    }

    private static String destination(String bind) {
        int first = bind.indexOf(':');
        int second = bind.indexOf(':', first + 1);
        return second < 0 ? bind.substring(first + 1) : bind.substring(first + 1, second);
    }
}
