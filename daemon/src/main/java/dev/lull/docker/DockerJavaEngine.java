package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The engine behind a unix socket, by docker-java's transport.
 *
 * <p>It connects when it is first used: Lull starts whether or not Docker is up.
 */
public final class DockerJavaEngine implements Engine, AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    /** For a container whose own grace time has no end. */
    private static final Duration LONGEST_GRACE = Duration.ofHours(1);

    private static final Duration START_LAG = Duration.ofSeconds(5);

    private final EngineHttp http;
    private final Networks networks;
    private final Images images;
    private final Commands commands;
    private final Logs logs;

    private DockerJavaEngine(EngineHttp http) {
        this.http = http;
        this.networks = new Networks(http, this::inspect);
        this.images = new Images(http);
        this.commands = new Commands(http);
        this.logs = new Logs(http);
    }

    /**
     * An engine that is connected to when it is first used.
     *
     * @param socket e.g. {@code unix:///var/run/docker.sock}
     */
    public static DockerJavaEngine connect(URI socket) {
        return connect(socket, DEADLINE);
    }

    static DockerJavaEngine connect(URI socket, Duration deadline) {
        return new DockerJavaEngine(new EngineHttp(socket, deadline));
    }

    @Override
    public EngineVersion version() {
        JsonNode version = http.version();
        String what = "tell about itself";
        JsonNode info = http.get(what, "/info").orRefuse(Kind.READ, what).json();
        boolean rootless = false;
        for (JsonNode option : info.path("SecurityOptions")) {
            rootless |= option.asText().equals("name=rootless");
        }
        return new EngineVersion(
                version.path("Version").asText(),
                version.path("ApiVersion").asText(),
                version.path("MinAPIVersion").asText(),
                rootless);
    }

    @Override
    public List<ContainerSummary> containers(Map<String, String> labels) {
        String what = "list containers";
        return Listing.containers(
                http.get(what, Listing.path(labels)).orRefuse(Kind.READ, what).json());
    }

    @Override
    public Optional<Inspect> inspect(String container) {
        return http.find("inspect container " + container, path(container, "/json"))
                .map(Inspect::new);
    }

    @Override
    public String create(String name, String spec) {
        String what = "create container " + name;
        return http.post(what, "/containers/create?name=" + EngineHttp.query(name), spec)
                .orRefuse(Kind.CHANGE, what)
                .json()
                .path("Id")
                .asText();
    }

    @Override
    public void start(String container) {
        String what = "start container " + container;
        LostTask.startPast(
                container,
                () ->
                        http.change(what, "POST", path(container, "/start"))
                                .orRefuse(Kind.CHANGE, what));
    }

    @Override
    public void stop(String container) {
        String what = "stop container " + container;
        Optional<Inspect> before = inspect(container);
        if (before.isEmpty() || !before.get().isRunning()) {
            return;
        }
        Duration grace = before.get().stopTimeout();
        Duration limit = (grace.isNegative() ? LONGEST_GRACE : grace).plus(http.deadline());
        Reply reply =
                http.change(what, limit, EngineHttp.request("POST", path(container, "/stop")));
        if (reply.missing()) {
            return;
        }
        reply.orRefuse(Kind.CHANGE, what);
        // An engine that is itself stopped answers as if all had gone well.
        if (stillRuns(container, what)) {
            throw new EngineException.Unknown(
                    "Docker says that it has stopped container " + container + ", but it runs");
        }
    }

    private boolean stillRuns(String container, String what) {
        try {
            return inspect(container).filter(Inspect::isRunning).isPresent();
        } catch (EngineException.Transient e) {
            throw new EngineException.Unknown(
                    "how it ended can't be asked: " + what + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void signal(String container, String signal) {
        String what = "send " + signal + " to container " + container;
        Reply reply =
                http.change(
                        what, "POST", path(container, "/kill?signal=" + EngineHttp.query(signal)));
        if (reply.status() != 409 && !reply.missing()) {
            reply.orRefuse(Kind.CHANGE, what);
        }
    }

    @Override
    public void remove(String container) {
        delete(container, "?v=0&force=0");
    }

    @Override
    public void discard(String container) {
        delete(container, "?v=1&force=0");
    }

    private void delete(String container, String how) {
        String what = "remove container " + container;
        Reply reply = http.change(what, "DELETE", path(container, how));
        if (reply.missing()) {
            return;
        }
        if (reply.status() == 409 && reply.message().contains("already in progress")) {
            awaitGone(container, what);
            return;
        }
        reply.orRefuse(Kind.CHANGE, what);
    }

    private void awaitGone(String container, String what) {
        long end = System.nanoTime() + http.deadline().toNanos();
        while (inspect(container).isPresent()) {
            if (System.nanoTime() - end > 0) {
                throw new EngineException.Unknown("still not done: " + what);
            }
            Deadline.pause(POLL, Kind.CHANGE, what);
        }
    }

    @Override
    public void rename(String container, String name) {
        if (inspect(container).filter(i -> i.name().equals(name)).isPresent()) {
            return;
        }
        String what = "rename container " + container + " to " + name;
        http.change(what, "POST", path(container, "/rename?name=" + EngineHttp.query(name)))
                .orRefuse(Kind.CHANGE, what);
    }

    @Override
    public void restartPolicy(String container, RestartPolicy policy) {
        if (inspect(container).filter(c -> c.restartPolicy().equals(policy)).isPresent()) {
            return; // Otherwise the engine writes the container's whole state to the disk again.
        }
        String what = "set the restart policy of container " + container;
        ObjectNode body = Reply.JSON.createObjectNode();
        body.putObject("RestartPolicy")
                .put("Name", policy.name())
                .put("MaximumRetryCount", policy.maximumRetries());
        http.post(what, path(container, "/update"), body).orRefuse(Kind.CHANGE, what);
    }

    @Override
    public void copyInto(String container, String folder, Map<String, byte[]> files) {
        String what = "copy files into container " + container + ":" + folder;
        Request.Builder request =
                EngineHttp.request(
                        "PUT", path(container, "/archive?path=" + EngineHttp.query(folder)));
        request.putHeader("Content-Type", "application/x-tar");
        request.bodyBytes(Tar.of(files));
        http.change(what, http.deadline(), request).orRefuse(Kind.CHANGE, what);
    }

    @Override
    public int exec(
            String container, List<String> argv, Duration deadline, Consumer<String> output) {
        return commands.exec(container, argv, deadline, output);
    }

    @Override
    public int stream(String container, List<String> argv, Duration deadline, Streams streams) {
        return commands.stream(container, argv, deadline, streams);
    }

    @Override
    public int await(String container, Duration deadline, Consumer<String> output) {
        String what = "wait for container " + container;
        long end = System.nanoTime() + deadline.toNanos();
        Inspect state = started(container);
        Instant since = outputBegan(state);
        try (LogTail tail = new LogTail(logs, container, since, output)) {
            while (state.isRunning()) {
                if (System.nanoTime() - end > 0) {
                    throw new EngineException.Unknown(
                            "container "
                                    + container
                                    + " still runs after "
                                    + Deadline.seconds(deadline));
                }
                tail.awaitEnd(POLL, what);
                state = started(container);
            }
            tail.finish(since);
        }
        return state.exitCode();
    }

    /**
     * Docker notes the start a moment after the first output; an earlier run ended before. The end
     * of one that does not run is its own, and may bear an earlier time than its start.
     */
    private static Instant outputBegan(Inspect state) {
        Instant early = state.startedAt().minus(START_LAG);
        boolean ranBefore = state.isRunning() && state.finishedAt().isBefore(state.startedAt());
        return ranBefore && state.finishedAt().isAfter(early) ? state.finishedAt() : early;
    }

    private Inspect started(String container) {
        Inspect state =
                inspect(container)
                        .orElseThrow(() ->
                                new EngineException.Permanent(
                                        "there is no container " + container));
        if (state.startedAt().equals(Instant.EPOCH)) {
            throw new EngineException.Permanent(
                    "container "
                            + container
                            + " was never started"
                            + (state.error().isEmpty() ? "" : ": " + state.error()));
        }
        return state;
    }

    @Override
    public List<LogLine> logs(String container, Instant since) {
        return logs.since(container, since);
    }

    @Override
    public Optional<Network> network(String name) {
        return networks.named(name);
    }

    @Override
    public List<Network> networks(String label) {
        return networks.labelled(label);
    }

    @Override
    public void createNetwork(String name, boolean internal, Map<String, String> labels) {
        networks.create(name, internal, labels);
    }

    @Override
    public void createNetwork(String definition) {
        networks.create(definition);
    }

    @Override
    public void removeNetwork(String name) {
        networks.remove(name);
    }

    @Override
    public void connect(String network, String container, Endpoint endpoint) {
        networks.connect(network, container, endpoint);
    }

    @Override
    public void disconnect(String network, String container) {
        networks.disconnect(network, container);
    }

    @Override
    public Optional<Image> image(String reference) {
        return images.named(reference);
    }

    @Override
    public void tag(String image, String reference) {
        images.tag(image, reference);
    }

    @Override
    public void untag(String reference) {
        images.untag(reference);
    }

    @Override
    public Optional<Volume> volume(String name) {
        return http.find("inspect volume " + name, "/volumes/" + EngineHttp.part(name))
                .map(node ->
                        new Volume(
                                node.path("Name").asText(),
                                node.path("Driver").asText(),
                                node.path("Mountpoint").asText(),
                                Listing.strings(node.path("Labels")),
                                Listing.strings(node.path("Options"))));
    }

    @Override
    public void createVolume(String definition) {
        ObjectNode body = (ObjectNode) Reply.parse(definition);
        String name = body.path("Name").asText();
        if (volume(name).isEmpty()) {
            String what = "create volume " + name;
            http.post(what, "/volumes/create", body).orRefuse(Kind.CHANGE, what);
        }
    }

    @Override
    public AutoCloseable events(Consumer<EngineEvent> events, Consumer<String> ended) {
        return EventStream.open(http, events, ended);
    }

    private static String path(String container, String rest) {
        return "/containers/" + EngineHttp.part(container) + rest;
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
