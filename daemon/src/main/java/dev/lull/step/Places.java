package dev.lull.step;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.docker.Endpoint;
import dev.lull.docker.Inspect;
import dev.lull.docker.PortBinding;
import dev.lull.page.Backstage;
import dev.lull.page.Page;
import dev.lull.stack.HttpCheck;
import dev.lull.stack.Service;
import dev.lull.stack.StackName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Works out the place that a page takes, from what the app's containers were. Pure. */
final class Places {
    private Places() {}

    /** The place of an app service; empty when it had no container. */
    static Optional<Page.Place> of(StackName stack, Service service, List<Inspect> containers) {
        if (containers.isEmpty()) {
            return Optional.empty();
        }
        Set<Integer> ports = ports(service, containers);
        boolean onHost = containers.getFirst().networkMode().equals("host");
        return Optional.of(
                new Page.Place(
                        stack,
                        service.name(),
                        ports,
                        onHost ? onHost(ports) : published(containers),
                        onHost
                                ? Map.of("bridge", Endpoint.of(List.of()))
                                : networks(stack, containers),
                        containers.getFirst().labels(),
                        environment(containers.getFirst())));
    }

    /** TCP ports on which the app listens, as far as anything says. */
    static Set<Integer> ports(Service service, List<Inspect> containers) {
        Set<Integer> ports = new TreeSet<>();
        service.declared().ifPresent(d -> ports.addAll(d.ports()));
        Stream.of(service.closing(), service.opening())
                .flatMap(s -> s.http().stream())
                .map(HttpCheck::port)
                .forEach(ports::add);
        for (Inspect container : containers) {
            ports.addAll(container.exposedPorts());
            container.publishedPorts().forEach(p -> ports.add(p.containerPort()));
        }
        return ports;
    }

    /** TCP ports on the host. */
    static Set<Integer> hostPorts(List<PortBinding> published) {
        Set<Integer> ports = new TreeSet<>();
        published.stream()
                .filter(p -> p.protocol().equals("tcp") && p.hostPort() > 0)
                .forEach(p -> ports.add(p.hostPort()));
        return ports;
    }

    private static List<PortBinding> published(List<Inspect> containers) {
        return containers.stream()
                .flatMap(c -> c.publishedPorts().stream())
                .filter(p -> p.protocol().equals("tcp"))
                .distinct()
                .toList();
    }

    private static List<PortBinding> onHost(Set<Integer> ports) {
        return ports.stream().map(p -> new PortBinding(p, "tcp", "", p)).toList();
    }

    private static Map<String, Endpoint> networks(StackName stack, List<Inspect> containers) {
        Map<String, List<String>> aliases = new LinkedHashMap<>();
        for (Inspect container : containers) {
            Backstage.front(stack, container)
                    .forEach((network, endpoint) ->
                            aliases.computeIfAbsent(network, n -> new ArrayList<>())
                                    .addAll(endpoint.aliases()));
        }
        Map<String, Endpoint> networks = new LinkedHashMap<>();
        aliases.forEach((network, names) ->
                networks.put(network, Endpoint.of(names.stream().distinct().toList())));
        return networks;
    }

    private static List<String> environment(Inspect container) {
        List<String> env = new ArrayList<>();
        for (JsonNode e : container.raw().path("Config").path("Env")) {
            env.add(e.asText());
        }
        return env;
    }
}
