package dev.lull.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The containers of the fake, from their creation to their removal. */
final class FakeContainers {
    private static final int SIGKILLED = 137;
    private static final int SIGTERMED = 143;

    /** Above what Linux gives: nothing in /proc is taken for a process of ours. */
    private static final long NO_REAL_PID = 10_000_000;

    private final Map<String, FakeContainer> containers = new LinkedHashMap<>();
    private final Set<String> folders =
            new LinkedHashSet<>(Set.of("/", "/etc", "/etc/nginx", "/srv", "/tmp", "/opt", "/data"));
    private final FakeTime time;
    private final FakeEvents events;
    private final FakeImages images;
    private final FakeVolumes volumes;
    private final FakeNetworks networks;
    private final FakeProcesses processes;
    private Consumer<Inspect> starting = container -> {};
    private int ids;

    FakeContainers(
            FakeTime time,
            FakeEvents events,
            FakeImages images,
            FakeVolumes volumes,
            FakeProcesses processes) {
        this.time = time;
        this.events = events;
        this.images = images;
        this.volumes = volumes;
        this.processes = processes;
        this.networks = new FakeNetworks(all(), events);
    }

    FakeNetworks networks() {
        return networks;
    }

    /** All that are there, whenever one looks. */
    Collection<FakeContainer> all() {
        return Collections.unmodifiableCollection(containers.values());
    }

    void onStart(Consumer<Inspect> listener) {
        starting = listener;
    }

    /** By its id or name. */
    Optional<FakeContainer> find(String container) {
        FakeContainer byId = containers.get(container);
        return byId != null
                ? Optional.of(byId)
                : containers.values().stream().filter(c -> c.name().equals(container)).findFirst();
    }

    FakeContainer existing(String container) {
        return find(container)
                .orElseThrow(
                        () -> new EngineException.Permanent("No such container: " + container));
    }

    String nameOf(String container) {
        return find(container).map(FakeContainer::name).orElse(container);
    }

    String newId() {
        return "%012x%052x".formatted(0xc000_0000_0000L + ++ids, ids);
    }

    String create(String name, String text) {
        JsonNode spec = spec(text);
        if (find(name).isPresent()) {
            throw new EngineException.Permanent(
                    "Conflict. The container name \"/" + name + "\" is already in use");
        }
        String image = images.existing(spec.path("Image").asText());
        FakeContainer container = new FakeContainer(newId(), name, image, spec, time.instant());
        volumes.mount(container, spec.path("HostConfig"));
        networks.joinFirst(container, spec);
        containers.put(container.id(), container);
        events.container("create", container);
        return container.id();
    }

    private static JsonNode spec(String text) {
        try {
            return Reply.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new EngineException.Permanent("the spec is no JSON", e);
        }
    }

    /** Docker's word for it becomes another, e.g. {@code paused} or {@code dead}. */
    void become(FakeContainer container, String status) {
        switch (status) {
            case "paused" -> container.state(status, 0, container.state().path("Pid").asLong());
            case "restarting" -> container.state(status, 1, 0);
            case "removing", "dead" -> {
                end(container, SIGKILLED);
                container.state(status, SIGKILLED, 0);
            }
            default -> throw new IllegalArgumentException(status);
        }
    }

    private static void refuseIfGoing(FakeContainer container, String what) {
        if (container.status().equals("removing") || container.status().equals("dead")) {
            throw new EngineException.Permanent(
                    "container is marked for removal and cannot be " + what);
        }
    }

    void start(FakeContainer container) {
        refuseIfGoing(container, "started");
        if (container.status().equals("paused")) {
            throw new EngineException.Permanent(
                    "cannot start a paused container, try unpause instead");
        }
        if (!container.isRunning()) {
            launch(container);
        }
    }

    private void launch(FakeContainer container) {
        networks.admit(container);
        container.state("running", 0, NO_REAL_PID + ++ids);
        container.state().put("StartedAt", time.instant().toString());
        container.stoppedByHand = false;
        networks.address(container);
        events.container("start", container);
        starting.accept(container.inspect());
        processes
                .of(container.name())
                .ifPresent(script -> {
                    script.output()
                            .forEach(line -> container.log.add(new LogLine(time.instant(), line)));
                    end(container, Objects.requireNonNullElse(script.exitCode(), 0));
                });
    }

    void stop(FakeContainer container) {
        container.stoppedByHand = true;
        String signal = container.raw.path("Config").path("StopSignal").asText();
        end(container, signal.equals("SIGKILL") ? SIGKILLED : SIGTERMED);
    }

    void signal(FakeContainer container, String signal) {
        if (signal.endsWith("KILL") || signal.endsWith("TERM")) {
            end(container, signal.endsWith("KILL") ? SIGKILLED : SIGTERMED);
        }
    }

    void end(FakeContainer container, int exitCode) {
        if (container.isRunning()) {
            container.ended(exitCode, time.instant());
            events.container("die", container);
        }
    }

    void remove(FakeContainer container) {
        if (container.isRunning()) {
            throw new EngineException.Permanent(
                    "You cannot remove a running container " + container.name());
        }
        containers.remove(container.id());
        events.container("destroy", container);
    }

    void discard(FakeContainer container) {
        remove(container);
        volumes.removeAnonymous(container, containers.values());
    }

    void rename(String container, String name) {
        if (find(name).filter(c -> c != find(container).orElse(null)).isPresent()) {
            throw new EngineException.Permanent("name " + name + " is in use");
        }
        existing(container).raw.put("Name", "/" + name);
    }

    int stream(String container, List<String> argv, Duration deadline, Streams streams) {
        FakeContainer in = ready(container);
        Optional<FakeStreams> tool = processes.streamed(in.name());
        if (tool.isEmpty() || processes.of(in.name(), argv).isPresent()) {
            return run(container, argv, deadline, streams.messages());
        }
        try {
            return tool.get().run(argv, streams);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int run(String container, List<String> argv, Duration deadline, Consumer<String> output) {
        FakeContainer in = ready(container);
        FakeProcesses.Script script =
                processes.of(in.name(), argv).orElse(new FakeProcesses.Script(0, List.of()));
        script.output().forEach(output);
        if (script.exitCode() == null) {
            throw new EngineException.Overdue(
                    "had not ended after " + Deadline.seconds(deadline) + ", and may go on");
        }
        return script.exitCode();
    }

    private FakeContainer ready(String container) {
        FakeContainer in = existing(container);
        if (!in.isRunning()) {
            throw new EngineException.Permanent("Container " + in.name() + " is not running");
        }
        if (!in.status().equals("running")) {
            throw new EngineException.Permanent(
                    "Container "
                            + in.name()
                            + " is "
                            + in.status()
                            + (in.status().equals("paused")
                                    ? ", unpause the container before exec"
                                    : ", wait until the container is running"));
        }
        return in;
    }

    /** This folder exists in all of them. */
    void folder(String path) {
        folders.add(path);
    }

    void copyInto(String container, String folder, Map<String, byte[]> files) {
        if (!folders.contains(folder)) {
            throw new EngineException.Permanent(
                    "Could not find the file " + folder + " in container");
        }
        String prefix = folder.endsWith("/") ? folder : folder + "/";
        FakeContainer into = existing(container);
        files.forEach((path, content) -> into.files.put(prefix + path, content));
    }

    /** The engine stops and starts: what has a restart policy for that comes back. */
    void restart() {
        restart(false);
    }

    /** As an engine that was killed: it takes what it finds running for stopped by hand. */
    void restartAfterKill() {
        restart(true);
    }

    private void restart(boolean killed) {
        for (FakeContainer container : List.copyOf(containers.values())) {
            container.stoppedByHand |= killed && container.inspect().isRunning();
            end(container, SIGKILLED);
        }
        events.end("the engine was restarted");
        for (FakeContainer container : List.copyOf(containers.values())) {
            String policy = container.inspect().restartPolicy().name();
            boolean started = !container.inspect().startedAt().equals(Instant.EPOCH);
            if (started
                    && (policy.equals("always")
                            || (policy.equals("unless-stopped") && !container.stoppedByHand))) {
                launch(container);
            }
        }
    }
}
