package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A container of the fake: an inspect answer that changes. */
final class FakeContainer {
    /** What Docker has the word running for beside its state. */
    private static final Set<String> RUNNING = Set.of("running", "paused", "restarting");

    final ObjectNode raw = Reply.JSON.createObjectNode();
    final List<LogLine> log = new ArrayList<>();
    final Map<String, byte[]> files = new TreeMap<>();
    boolean stoppedByHand;

    FakeContainer(String id, String name, String imageId, JsonNode spec, Instant now) {
        raw.put("Id", id).put("Name", "/" + name).put("Image", imageId);
        raw.put("Created", now.toString()).put("RestartCount", 0);
        ObjectNode config = spec.deepCopy();
        config.remove(List.of("HostConfig", "NetworkingConfig"));
        raw.set("Config", config);
        raw.set(
                "HostConfig",
                spec.has("HostConfig")
                        ? spec.get("HostConfig").deepCopy()
                        : Reply.JSON.createObjectNode());
        raw.putObject("NetworkSettings").putObject("Networks");
        raw.putArray("Mounts");
        raw.putObject("State")
                .put("StartedAt", "0001-01-01T00:00:00Z")
                .put("FinishedAt", "0001-01-01T00:00:00Z");
        state("created", 0, 0);
    }

    Inspect inspect() {
        return new Inspect(raw.deepCopy());
    }

    String id() {
        return raw.path("Id").asText();
    }

    String name() {
        return raw.path("Name").asText().substring(1);
    }

    boolean isRunning() {
        return raw.path("State").path("Running").asBoolean();
    }

    /** Docker's word. */
    String status() {
        return state().path("Status").asText();
    }

    ObjectNode state() {
        return (ObjectNode) raw.get("State");
    }

    void state(String status, int exitCode, long pid) {
        state().put("Status", status).put("Running", RUNNING.contains(status));
        state().put("ExitCode", exitCode).put("Pid", pid).put("Error", "");
    }

    void ended(int exitCode, Instant now) {
        state("exited", exitCode, 0);
        state().put("FinishedAt", now.toString());
        networks().forEach(network -> ((ObjectNode) network).put("IPAddress", ""));
    }

    ObjectNode networks() {
        return (ObjectNode) raw.get("NetworkSettings").get("Networks");
    }

    void join(String network, String networkId, Endpoint endpoint, String address) {
        ObjectNode node = networks().putObject(network);
        ArrayNode aliases = node.putArray("Aliases");
        endpoint.aliases().forEach(aliases::add);
        aliases.add(id().substring(0, 12));
        if (!endpoint.ipv4().isEmpty() || !endpoint.ipv6().isEmpty()) {
            node.putObject("IPAMConfig")
                    .put("IPv4Address", endpoint.ipv4())
                    .put("IPv6Address", endpoint.ipv6());
        }
        node.put("NetworkID", networkId).put("IPAddress", address);
    }

    /** Whether it has a volume. */
    boolean mounts(String volume) {
        for (JsonNode mount : raw.path("Mounts")) {
            if (mount.path("Name").asText().equals(volume)) {
                return true;
            }
        }
        return false;
    }

    void mount(Mount mount) {
        ((ArrayNode) raw.get("Mounts"))
                .addObject()
                .put("Type", mount.type())
                .put("Name", mount.name())
                .put("Source", mount.source())
                .put("Destination", mount.destination())
                .put("RW", mount.writable());
    }

    /** Whether it has these labels; an empty value stands for any. */
    boolean carries(Map<String, String> asked) {
        Map<String, String> labels = new Inspect(raw).labels();
        return asked.entrySet().stream()
                .allMatch(e ->
                        labels.containsKey(e.getKey())
                                && (e.getValue().isEmpty()
                                        || e.getValue().equals(labels.get(e.getKey()))));
    }

    void restartPolicy(RestartPolicy policy) {
        ((ObjectNode) raw.get("HostConfig"))
                .putObject("RestartPolicy")
                .put("Name", policy.name())
                .put("MaximumRetryCount", policy.maximumRetries());
    }

    List<LogLine> logSince(Instant since) {
        return log.stream().filter(line -> !line.at().isBefore(since)).toList();
    }

    /** The exit code of its last run, whose output is told. */
    int await(Consumer<String> output) {
        Inspect state = inspect();
        if (state.startedAt().equals(Instant.EPOCH)) {
            throw new EngineException.Permanent("container " + name() + " was never started");
        }
        logSince(state.startedAt()).forEach(line -> output.accept(line.text()));
        if (isRunning()) {
            throw new EngineException.Unknown("container " + name() + " still runs");
        }
        return state.exitCode();
    }

    /** As a listing has it, with the image's id where its reference names another one since. */
    ContainerSummary summary(List<PortBinding> live, FakeImages images) {
        Inspect inspect = new Inspect(raw);
        boolean same = images.idOf(inspect.image()).equals(Optional.of(inspect.imageId()));
        return new ContainerSummary(
                inspect.id(),
                inspect.name(),
                same ? inspect.image() : inspect.imageId(),
                inspect.imageId(),
                inspect.state(),
                inspect.state(),
                inspect.labels(),
                inspect.mounts(),
                live);
    }
}
