package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the engine says about one container: the raw answer, whole, with names for the parts that
 * Lull reads. Raw, because a typed model loses fields that it does not know.
 *
 * <p>It holds environment values: never print it.
 *
 * @param raw the answer to {@code GET /containers/ID/json}
 */
public record Inspect(JsonNode raw) {
    /** Parts of {@code HostConfig} that may name another container. */
    static final List<String> SHARED = List.of("NetworkMode", "PidMode", "IpcMode");

    static final String CONTAINER = "container:";

    public String id() {
        return raw.path("Id").asText();
    }

    /** Without leading slash. */
    public String name() {
        String name = raw.path("Name").asText();
        return name.startsWith("/") ? name.substring(1) : name;
    }

    public String imageId() {
        return raw.path("Image").asText();
    }

    /** The reference that it was created from. */
    public String image() {
        return raw.path("Config").path("Image").asText();
    }

    public String state() {
        return raw.path("State").path("Status").asText();
    }

    public boolean isRunning() {
        return raw.path("State").path("Running").asBoolean();
    }

    /** Whether Docker is removing it, or was cut off in that: it can't be used any more. */
    public boolean isGoing() {
        return ContainerSummary.isGoing(state());
    }

    public int exitCode() {
        return raw.path("State").path("ExitCode").asInt();
    }

    /** Docker's own reason when it could not be started, e.g. a port conflict; else empty. */
    public String error() {
        return raw.path("State").path("Error").asText();
    }

    /** The host's process id of its first process; 0 when it does not run. */
    public long pid() {
        return raw.path("State").path("Pid").asLong();
    }

    public int restartCount() {
        return raw.path("RestartCount").asInt();
    }

    /** When it was last started; the epoch when never. */
    public Instant startedAt() {
        return instant(raw.path("State").path("StartedAt").asText());
    }

    /** When it last ended; the epoch when never. Before {@link #startedAt} while it runs. */
    public Instant finishedAt() {
        return instant(raw.path("State").path("FinishedAt").asText());
    }

    public Instant createdAt() {
        return instant(raw.path("Created").asText());
    }

    /** {@code starting}, {@code healthy}, {@code unhealthy}, or empty without a health check. */
    public Optional<String> health() {
        JsonNode health = raw.path("State").path("Health").path("Status");
        return health.isTextual() && !health.asText().equals("none")
                ? Optional.of(health.asText())
                : Optional.empty();
    }

    /** The words of its health check, as Docker has them: {@code CMD} first; empty without one. */
    public List<String> healthTest() {
        List<String> words = new ArrayList<>();
        raw.path("Config").path("Healthcheck").path("Test").forEach(w -> words.add(w.asText()));
        return words;
    }

    /** What the last health check printed; empty when there is none. */
    public String healthOutput() {
        JsonNode log = raw.path("State").path("Health").path("Log");
        return log.isEmpty() ? "" : log.get(log.size() - 1).path("Output").asText().strip();
    }

    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        raw.path("Config")
                .path("Labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        return labels;
    }

    public RestartPolicy restartPolicy() {
        JsonNode policy = raw.path("HostConfig").path("RestartPolicy");
        String name = policy.path("Name").asText();
        return new RestartPolicy(
                name.isEmpty() ? "no" : name, policy.path("MaximumRetryCount").asInt());
    }

    /** How long {@code stop} waits before SIGKILL: its own value, or Docker's 10 s. */
    public Duration stopTimeout() {
        JsonNode timeout = raw.path("Config").path("StopTimeout");
        return Duration.ofSeconds(timeout.isInt() ? timeout.asInt() : 10);
    }

    /** {@code bridge}, {@code host}, {@code none}, {@code container:ID}, or a network's name. */
    public String networkMode() {
        return raw.path("HostConfig").path("NetworkMode").asText();
    }

    /**
     * Ids of the containers whose network, processes, memory or volumes it shares: it can't be
     * started without them.
     */
    public List<String> leansOn() {
        JsonNode host = raw.path("HostConfig");
        List<String> ids = new ArrayList<>();
        for (String field : SHARED) {
            String mode = host.path(field).asText("");
            if (mode.startsWith(CONTAINER)) {
                ids.add(mode.substring(CONTAINER.length()));
            }
        }
        for (JsonNode from : host.path("VolumesFrom")) {
            ids.add(from.asText().split(":", 2)[0]);
        }
        return ids.stream().distinct().toList();
    }

    /** Network name to connection, in Docker's order. */
    public Map<String, Endpoint> networks() {
        Map<String, Endpoint> networks = new LinkedHashMap<>();
        raw.path("NetworkSettings")
                .path("Networks")
                .properties()
                .forEach(e -> networks.put(e.getKey(), endpoint(e.getValue())));
        return networks;
    }

    /** The id of the network of that name that it is on; empty before its first start. */
    public String networkId(String network) {
        return raw.path("NetworkSettings")
                .path("Networks")
                .path(network)
                .path("NetworkID")
                .asText("");
    }

    private Endpoint endpoint(JsonNode node) {
        List<String> aliases = new ArrayList<>();
        String shortId = id().length() >= 12 ? id().substring(0, 12) : id();
        for (JsonNode alias : node.path("Aliases")) {
            if (!alias.asText().equals(shortId)) {
                aliases.add(alias.asText());
            }
        }
        JsonNode ipam = node.path("IPAMConfig");
        return new Endpoint(
                aliases,
                ipam.path("IPv4Address").asText(""),
                ipam.path("IPv6Address").asText(""),
                node.path("IPAddress").asText(""));
    }

    public List<Mount> mounts() {
        List<Mount> mounts = new ArrayList<>();
        for (JsonNode m : raw.path("Mounts")) {
            mounts.add(
                    new Mount(
                            m.path("Type").asText(),
                            m.path("Name").asText(""),
                            m.path("Source").asText(""),
                            m.path("Destination").asText(),
                            m.path("RW").asBoolean()));
        }
        return mounts;
    }

    /** The ports that it asks to publish, whether or not it runs. */
    public List<PortBinding> publishedPorts() {
        List<PortBinding> ports = new ArrayList<>();
        raw.path("HostConfig")
                .path("PortBindings")
                .properties()
                .forEach(e -> {
                    for (JsonNode b : e.getValue()) {
                        ports.add(binding(e.getKey(), b));
                    }
                });
        return ports;
    }

    private static PortBinding binding(String containerPort, JsonNode b) {
        String[] parts = containerPort.split("/", 2);
        return new PortBinding(
                Integer.parseInt(parts[0]),
                parts.length > 1 ? parts[1] : "tcp",
                b.path("HostIp").asText(""),
                b.path("HostPort").asInt(0));
    }

    /** TCP ports that the image or the service declares. */
    public Set<Integer> exposedPorts() {
        Set<Integer> ports = new TreeSet<>();
        raw.path("Config")
                .path("ExposedPorts")
                .properties()
                .forEach(e -> {
                    String[] parts = e.getKey().split("/", 2);
                    if (parts.length == 1 || parts[1].equals("tcp")) {
                        ports.add(Integer.parseInt(parts[0]));
                    }
                });
        return ports;
    }

    private static Instant instant(String text) {
        return text.isEmpty() || text.startsWith("0001-") ? Instant.EPOCH : Instant.parse(text);
    }
}
