package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The networks of the fake and the ports of its host. Ports are live as Docker has it: while the
 * container runs and is on a network that is not internal. Addresses are the lowest free one, so a
 * freed one goes to somebody else.
 */
final class FakeNetworks {
    private final Map<String, Network> networks = new LinkedHashMap<>();
    private final Set<Integer> takenPorts = new LinkedHashSet<>();
    private final Collection<FakeContainer> containers;
    private final FakeEvents events;

    /**
     * @param containers that are there, whenever it looks
     */
    FakeNetworks(Collection<FakeContainer> containers, FakeEvents events) {
        this.containers = containers;
        this.events = events;
        networks.put("bridge", network("bridge-id", "bridge", false, Map.of()));
    }

    /** A process of the host listens on this port. */
    void takePort(int port) {
        takenPorts.add(port);
    }

    void freePort(int port) {
        takenPorts.remove(port);
    }

    Set<String> names() {
        return Set.copyOf(networks.keySet());
    }

    Optional<Network> find(String name) {
        return Optional.ofNullable(networks.get(name)).map(this::whole);
    }

    List<Network> labelled(String label) {
        return networks.values().stream()
                .filter(network -> network.labels().containsKey(label))
                .map(this::whole)
                .toList();
    }

    private Network whole(Network network) {
        Set<String> members = new LinkedHashSet<>();
        for (FakeContainer container : containers) {
            if (container.isRunning() && container.networks().has(network.name())) {
                members.add(container.id());
            }
        }
        return new Network(
                network.id(),
                network.name(),
                network.internal(),
                network.labels(),
                members,
                network.definition());
    }

    void create(String id, String name, boolean internal, Map<String, String> labels) {
        networks.putIfAbsent(name, network(id, name, internal, labels));
    }

    private static Network network(
            String id, String name, boolean internal, Map<String, String> labels) {
        ObjectNode definition = Reply.JSON.createObjectNode();
        definition.put("Name", name).put("Internal", internal);
        labels.forEach(definition.putObject("Labels")::put);
        return new Network(id, name, internal, labels, Set.of(), definition.toString());
    }

    void remove(String name) {
        Network network = networks.get(name);
        if (network != null && !whole(network).containers().isEmpty()) {
            throw new EngineException.Permanent("network " + name + " has active endpoints");
        }
        networks.remove(name);
    }

    /** The network that a container is created on. */
    void joinFirst(FakeContainer container, JsonNode spec) {
        String mode = spec.path("HostConfig").path("NetworkMode").asText("bridge");
        if (mode.startsWith("container:")) {
            return;
        }
        String network = mode.isEmpty() || mode.equals("default") ? "bridge" : mode;
        JsonNode endpoints = spec.path("NetworkingConfig").path("EndpointsConfig");
        Network there = networks.get(network);
        String id = there == null ? network : there.id();
        container.join(network, id, endpoint(endpoints.path(network)), "");
    }

    private static Endpoint endpoint(JsonNode node) {
        List<String> aliases = new ArrayList<>();
        node.path("Aliases").forEach(alias -> aliases.add(alias.asText()));
        JsonNode ipam = node.path("IPAMConfig");
        return new Endpoint(
                aliases,
                ipam.path("IPv4Address").asText(""),
                ipam.path("IPv6Address").asText(""),
                "");
    }

    void connect(String network, FakeContainer container, Endpoint endpoint) {
        Network to = networks.get(network);
        if (to == null) {
            throw new EngineException.Permanent("network " + network + " not found");
        }
        if (container.networks().has(network)) {
            return;
        }
        if (container.status().equals("removing") || container.status().equals("dead")) {
            throw new EngineException.Permanent(
                    "container is marked for removal and cannot be connected to the network");
        }
        if (container.isRunning() && !to.internal() && !isPublic(container)) {
            claim(container, false);
        }
        String fixed = endpoint.ipv4();
        String address = !container.isRunning() ? "" : fixed.isEmpty() ? address(network) : fixed;
        container.join(network, to.id(), endpoint, address);
        events.network("connect", to, container);
    }

    void disconnect(String network, FakeContainer container) {
        if (!container.networks().has(network)) {
            return;
        }
        container.networks().remove(network);
        Network from = networks.get(network);
        if (from != null) {
            events.network("disconnect", from, container);
        }
    }

    /** A container is about to run: its networks are there, and its ports are free. */
    void admit(FakeContainer container) {
        for (Map.Entry<String, JsonNode> network : container.networks().properties()) {
            if (!isBuiltIn(network.getKey()) && !networks.containsKey(network.getKey())) {
                throw new EngineException.Permanent("network " + network.getKey() + " not found");
            }
        }
        if (isPublic(container)) {
            claim(container, true);
        }
    }

    /** A container runs: it has an address on each of its networks. */
    void address(FakeContainer container) {
        for (Map.Entry<String, JsonNode> network : container.networks().properties()) {
            String address = address(network.getKey());
            ((ObjectNode) network.getValue()).put("IPAddress", address);
        }
    }

    /** Refuses when somebody else has one of its ports. */
    private void claim(FakeContainer container, boolean noted) {
        for (PortBinding port : container.inspect().publishedPorts()) {
            if (isTaken(port, container) && port.hostPort() != 0) {
                String error =
                        "driver failed programming external connectivity: Bind for "
                                + (port.hostIp().isEmpty() ? "0.0.0.0" : port.hostIp())
                                + ":"
                                + port.hostPort()
                                + " failed: port is already allocated";
                if (noted) {
                    container.state().put("Error", error);
                }
                throw new EngineException.Permanent(error);
            }
        }
    }

    private boolean isTaken(PortBinding port, FakeContainer wanting) {
        return takenPorts.contains(port.hostPort())
                || containers.stream()
                        .filter(c -> c != wanting)
                        .flatMap(c -> live(c).stream())
                        .anyMatch(p -> p.hostPort() == port.hostPort());
    }

    List<PortBinding> live(FakeContainer container) {
        return container.isRunning() && isPublic(container)
                ? container.inspect().publishedPorts()
                : List.of();
    }

    private boolean isPublic(FakeContainer container) {
        return container.networks().properties().stream()
                .map(e -> networks.get(e.getKey()))
                .anyMatch(network -> network != null && !network.internal());
    }

    /** Who answers to this name on the network: names of running containers. */
    List<String> resolve(String network, String alias) {
        return containers.stream()
                .filter(FakeContainer::isRunning)
                .filter(c -> {
                    Endpoint endpoint = c.inspect().networks().get(network);
                    return endpoint != null
                            && (endpoint.aliases().contains(alias) || c.name().equals(alias));
                })
                .map(FakeContainer::name)
                .toList();
    }

    /** Whose this host port is now: a container's name. */
    Optional<String> publisher(int hostPort) {
        return containers.stream()
                .filter(c -> live(c).stream().anyMatch(p -> p.hostPort() == hostPort))
                .map(FakeContainer::name)
                .findFirst();
    }

    private static boolean isBuiltIn(String network) {
        return network.equals("host") || network.equals("none") || network.equals("bridge");
    }

    private String address(String network) {
        int subnet = 17 + List.copyOf(networks.keySet()).indexOf(network);
        for (int last = 2; ; last++) {
            String address = "172." + subnet + ".0." + last;
            boolean taken =
                    containers.stream()
                            .map(c -> c.networks().path(network).path("IPAddress").asText(""))
                            .anyMatch(address::equals);
            if (!taken) {
                return address;
            }
        }
    }
}
