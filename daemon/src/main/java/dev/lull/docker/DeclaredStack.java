package dev.lull.docker;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.stack.Declared;
import dev.lull.stack.Declared.DeclaredService;
import dev.lull.stack.Durations;
import dev.lull.stack.HostPort;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads what {@code docker compose config --format json} prints. Pure but for the env files. */
final class DeclaredStack {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeclaredStack() {}

    /**
     * @param config the resolved file
     * @param hashes Compose's config hash by service
     * @param wanted the services that belong to the stack
     */
    static Declared read(
            ComposeProject project,
            JsonNode config,
            Map<String, String> hashes,
            Set<String> wanted) {
        ComposeText text = ComposeText.of(project);
        List<DeclaredService> services = new ArrayList<>();
        config.path("services").properties().stream()
                .filter(e -> wanted.contains(e.getKey()))
                .forEach(e ->
                        services.add(
                                service(
                                        project,
                                        e.getKey(),
                                        e.getValue(),
                                        config,
                                        hashes.getOrDefault(e.getKey(), ""),
                                        text.envFiles().getOrDefault(e.getKey(), List.of()))));
        services.sort((a, b) -> a.name().compareTo(b.name()));
        return new Declared(
                new StackName(project.name()),
                project.directory(),
                project.files(),
                text.further(),
                envFiles(project),
                settings(config.path("x-lull")),
                services);
    }

    /** The services that a profile has to ask for. */
    static Set<ServiceName> profiled(JsonNode config) {
        return config.path("services").properties().stream()
                .filter(e -> !e.getValue().path("profiles").isEmpty())
                .map(e -> new ServiceName(e.getKey()))
                .collect(Collectors.toSet());
    }

    /** Those given on the command line, or the one that Compose finds by itself. */
    private static List<Path> envFiles(ComposeProject project) {
        Path own = project.directory().resolve(".env");
        return project.envFiles().isEmpty() && Files.isRegularFile(own)
                ? List.of(own)
                : project.envFiles();
    }

    private static Map<String, Object> settings(JsonNode node) {
        Map<String, Object> settings = new TreeMap<>();
        node.properties().forEach(e -> settings.put(e.getKey(), plain(e.getValue())));
        return settings;
    }

    /** As plain Java values; a key without a value has an empty one. */
    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            return settings(node);
        }
        return node.isNull() ? "" : JSON.convertValue(node, new TypeReference<Object>() {});
    }

    private static DeclaredService service(
            ComposeProject project,
            String name,
            JsonNode node,
            JsonNode config,
            String hash,
            List<Path> envFiles) {
        boolean built = node.has("build");
        String image =
                node.hasNonNull("image")
                        ? node.path("image").asText()
                        : project.name() + "-" + name;
        Map<String, String> labels = new TreeMap<>();
        node.path("labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        return new DeclaredService(
                new ServiceName(name),
                image,
                "",
                built,
                labels,
                node.path("network_mode").asText(""),
                networks(node, config),
                ports(node),
                node.path("ports").size() > 0,
                hostPorts(node),
                replicas(node),
                stopGrace(node),
                hash,
                needs(node),
                envFiles);
    }

    private static List<String> networks(JsonNode node, JsonNode config) {
        List<String> networks = new ArrayList<>();
        node.path("networks")
                .fieldNames()
                .forEachRemaining(
                        n -> networks.add(config.path("networks").path(n).path("name").asText(n)));
        return networks;
    }

    private static NavigableSet<Integer> ports(JsonNode node) {
        NavigableSet<Integer> ports = new TreeSet<>();
        for (JsonNode port : node.path("ports")) {
            if (isTcp(port)) {
                ports.add(port.path("target").asInt());
            }
        }
        for (JsonNode exposed : node.path("expose")) {
            number(exposed.asText().replace("/tcp", "")).ifPresent(ports::add);
        }
        return ports;
    }

    private static List<HostPort> hostPorts(JsonNode node) {
        List<HostPort> ports = new ArrayList<>();
        for (JsonNode port : node.path("ports")) {
            number(port.path("published").asText(""))
                    .filter(n -> n > 0)
                    .map(n -> new HostPort(port.path("host_ip").asText(""), n, protocol(port)))
                    .ifPresent(ports::add);
        }
        return ports;
    }

    private static boolean isTcp(JsonNode port) {
        return protocol(port).equals("tcp");
    }

    private static String protocol(JsonNode port) {
        return port.path("protocol").asText("tcp");
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,5}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    /** Docker's own 10 s where the file says nothing. */
    private static Duration stopGrace(JsonNode node) {
        try {
            return Durations.parse(node.path("stop_grace_period").asText("10s"));
        } catch (IllegalArgumentException e) {
            return Duration.ofSeconds(10); // A fraction, as 1.5s: Compose prints those so.
        }
    }

    /** Compose counts {@code network_mode: service:x} and the like among them. */
    private static List<ServiceName> needs(JsonNode node) {
        List<ServiceName> needs = new ArrayList<>();
        node.path("depends_on").fieldNames().forEachRemaining(n -> needs.add(new ServiceName(n)));
        return needs;
    }

    private static int replicas(JsonNode node) {
        JsonNode scale = node.path("scale");
        return scale.isInt() ? scale.asInt() : node.path("deploy").path("replicas").asInt(1);
    }
}
