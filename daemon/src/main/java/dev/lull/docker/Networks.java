package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Networks and who is on them. Docker lets several networks have one name. */
final class Networks {
    private static final List<String> DEFINITION =
            List.of(
                    "Name",
                    "Driver",
                    "Internal",
                    "Attachable",
                    "EnableIPv6",
                    "IPAM",
                    "Options",
                    "Labels");

    private final EngineHttp http;
    private final Function<String, Optional<Inspect>> inspect;

    Networks(EngineHttp http, Function<String, Optional<Inspect>> inspect) {
        this.http = http;
        this.inspect = inspect;
    }

    Optional<Network> named(String name) {
        return idsOf(name).stream().flatMap(id -> whole(id).stream()).findFirst();
    }

    List<Network> labelled(String label) {
        List<Network> networks = new ArrayList<>();
        for (JsonNode network : list("label", label)) {
            whole(network.path("Id").asText()).ifPresent(networks::add);
        }
        return networks;
    }

    void create(String name, boolean internal, Map<String, String> labels) {
        ObjectNode body = Reply.JSON.createObjectNode();
        body.put("Name", name).put("CheckDuplicate", true).put("Driver", "bridge");
        body.put("Internal", internal);
        ObjectNode labelNode = body.putObject("Labels");
        labels.forEach(labelNode::put);
        create(body);
    }

    /** Its subnet may have gone to another network meanwhile: then Docker chooses. */
    void create(String definition) {
        ObjectNode body = (ObjectNode) Reply.parse(definition);
        try {
            create(body);
        } catch (EngineException.Permanent e) {
            body.remove("IPAM");
            create(body);
        }
    }

    private void create(ObjectNode body) {
        String name = body.path("Name").asText();
        if (!idsOf(name).isEmpty()) {
            return;
        }
        String what = "create network " + name;
        Reply reply = http.post(what, "/networks/create", body);
        if (reply.status() != 409) {
            reply.orRefuse(Kind.CHANGE, what);
        }
    }

    void remove(String name) {
        String what = "remove network " + name;
        for (String id : idsOf(name)) {
            Reply reply = http.change(what, "DELETE", "/networks/" + id);
            if (!reply.missing()) {
                reply.orRefuse(Kind.CHANGE, what);
            }
        }
    }

    void connect(String network, String container, Endpoint endpoint) {
        String what = "connect container " + container + " to network " + network;
        if (isConnected(network, container)) {
            return;
        }
        if (idsOf(network).isEmpty()) {
            // Engine 20.10 would note it for a container that does not run, and fail its start.
            throw new EngineException.Permanent(
                    "Docker can't " + what + ": there is no such network");
        }
        ObjectNode body = Reply.JSON.createObjectNode();
        body.put("Container", container);
        ObjectNode config = body.putObject("EndpointConfig");
        ArrayNode aliases = config.putArray("Aliases");
        endpoint.aliases().forEach(aliases::add);
        if (!endpoint.ipv4().isEmpty() || !endpoint.ipv6().isEmpty()) {
            ObjectNode ipam = config.putObject("IPAMConfig");
            ipam.put("IPv4Address", endpoint.ipv4()).put("IPv6Address", endpoint.ipv6());
        }
        Reply reply = http.post(what, path(network, "connect"), body);
        if (!reply.ok() && !isConnected(network, container)) {
            reply.orRefuse(Kind.CHANGE, what);
        }
    }

    void disconnect(String network, String container) {
        String what = "disconnect container " + container + " from network " + network;
        Optional<Inspect> there = inspect.apply(container);
        if (there.isEmpty() || !isOn(network, there.get())) {
            return;
        }
        ObjectNode body = Reply.JSON.createObjectNode();
        // With force also from a network that is gone; for a running one it would hide errors.
        body.put("Container", container).put("Force", !there.get().isRunning());
        Reply reply = http.post(what, path(network, "disconnect"), body);
        if (!reply.ok() && isConnected(network, container)) {
            reply.orRefuse(Kind.CHANGE, what);
        }
    }

    /**
     * A connect that was refused, for its port is taken, say, may stay noted at a container that
     * runs (Engine 20.10): only the network knows whether it is there.
     */
    private boolean isConnected(String network, String container) {
        return inspect.apply(container)
                .filter(i -> isOn(network, i) && (!i.isRunning() || hasMember(network, i.id())))
                .isPresent();
    }

    private boolean hasMember(String network, String container) {
        return idsOf(network).stream()
                .flatMap(id -> whole(id).stream())
                .anyMatch(n -> n.containers().contains(container));
    }

    private static boolean isOn(String network, Inspect container) {
        return container.networks().containsKey(network);
    }

    private static String path(String network, String verb) {
        return "/networks/" + EngineHttp.part(network) + "/" + verb;
    }

    private List<String> idsOf(String name) {
        List<String> ids = new ArrayList<>();
        for (JsonNode network : list("name", name)) {
            // The engine's filter matches parts of names.
            if (network.path("Name").asText().equals(name)) {
                ids.add(network.path("Id").asText());
            }
        }
        return ids;
    }

    private JsonNode list(String filter, String value) {
        String what = "list networks";
        ObjectNode filters = Reply.JSON.createObjectNode();
        filters.putArray(filter).add(value);
        return http.get(what, "/networks?filters=" + EngineHttp.query(filters.toString()))
                .orRefuse(Kind.READ, what)
                .json();
    }

    /** A listing does not tell the containers. */
    private Optional<Network> whole(String id) {
        return http.find("inspect network " + id, "/networks/" + id).map(Networks::network);
    }

    private static Network network(JsonNode node) {
        Map<String, String> labels = new LinkedHashMap<>();
        node.path("Labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        Set<String> containers = new LinkedHashSet<>();
        node.path("Containers").properties().forEach(e -> containers.add(e.getKey()));
        return new Network(
                node.path("Id").asText(),
                node.path("Name").asText(),
                node.path("Internal").asBoolean(),
                labels,
                containers,
                definition(node).toString());
    }

    private static ObjectNode definition(JsonNode network) {
        ObjectNode body = Reply.JSON.createObjectNode();
        body.put("CheckDuplicate", true);
        for (String field : DEFINITION) {
            if (network.has(field)) {
                body.set(field, network.get(field));
            }
        }
        return body;
    }
}
