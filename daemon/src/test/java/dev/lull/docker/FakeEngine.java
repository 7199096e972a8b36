package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An engine in memory for tests: no time passes but by its own clock, which goes on by a
 * millisecond with each thing done. What its containers do is told beforehand with {@link #ends},
 * {@link #execEnds} and the like.
 *
 * <p>Ports are live as Docker has it: while the container runs and is on a network that is not
 * internal. Addresses are the lowest free one, so a freed one goes to somebody else.
 */
public final class FakeEngine implements Engine {
    private final FakeTime time = new FakeTime();
    private final FakeEvents events = new FakeEvents(time);
    private final FakeImages images = new FakeImages();
    private final FakeVolumes volumes = new FakeVolumes();
    private final FakeProcesses processes = new FakeProcesses();
    private final FakeContainers containers =
            new FakeContainers(time, events, images, volumes, processes);
    private final FakeNetworks networks = containers.networks();
    private final List<String> mutations = new ArrayList<>();
    private final Faults faults = new Faults();
    private EngineVersion version = new EngineVersion("28.5.2", "1.51", "1.24", false);
    private Consumer<String> mutated = mutation -> {};

    // --- What a test tells it.

    /** An image is on the host; the same id for the same number. */
    public synchronized FakeEngine withImage(String reference, int number, Integer... ports) {
        images.add(reference, number, Set.of(ports));
        return this;
    }

    public synchronized FakeEngine withVersion(EngineVersion other) {
        version = other;
        return this;
    }

    /** Volumes made from now on are real folders under this one. */
    public synchronized FakeEngine volumesIn(Path root) {
        volumes.in(root);
        return this;
    }

    /** There is a volume that was made with these {@code driver_opts}. */
    public synchronized void volume(String name, Map<String, String> options) {
        volumes.make(name, options);
    }

    /** Is told each change right after it, by the text that {@link #mutations} has for it. */
    public synchronized void onMutation(Consumer<String> listener) {
        mutated = listener;
    }

    /** Is told each container that starts, before its process does what it was scripted to. */
    public synchronized void onStart(Consumer<Inspect> listener) {
        containers.onStart(listener);
    }

    /** A process of the host listens on this port. */
    public synchronized void takePort(int port) {
        networks.takePort(port);
    }

    public synchronized void freePort(int port) {
        networks.freePort(port);
    }

    /** This folder exists in the containers. */
    public synchronized void folder(String path) {
        containers.folder(path);
    }

    /** When started, the container writes this and ends at once. By its name, before it is made. */
    public synchronized void ends(String container, int exitCode, String... output) {
        processes.ends(containers.nameOf(container), exitCode, output);
    }

    /** When started, the container runs on as if {@link #ends} had not been said. */
    public synchronized void runsOn(String container) {
        processes.runsOn(containers.nameOf(container));
    }

    /** This command writes this and ends. Commands that nothing is said of end with 0. */
    public synchronized void execEnds(
            String container, List<String> argv, int exitCode, String... output) {
        processes.command(containers.nameOf(container), argv, exitCode, output);
    }

    /** This command does not end before its deadline. */
    public synchronized void execHangs(String container, List<String> argv) {
        processes.command(containers.nameOf(container), argv, null);
    }

    /** What commands with streams do in the container, but for those of which more is said. */
    public synchronized void streams(String container, FakeStreams tool) {
        processes.streams(containers.nameOf(container), tool);
    }

    /** The container's process ends by itself. */
    public synchronized void crash(String container, int exitCode) {
        containers.end(containers.existing(container), exitCode);
    }

    /**
     * Docker's word for the container becomes another.
     *
     * @param status {@code paused}, {@code restarting}, {@code removing} or {@code dead}
     */
    public synchronized void becomes(String container, String status) {
        containers.become(containers.existing(container), status);
    }

    /** The container's health check says so from now on. */
    public synchronized void health(String container, String status) {
        containers.existing(container).state().putObject("Health").put("Status", status);
    }

    /** The container writes a line. */
    public synchronized void log(String container, String line) {
        containers.existing(container).log.add(new LogLine(time.instant(), line));
    }

    /**
     * The n-th call of this method from now on fails, having done nothing.
     *
     * @param call the method's name, e.g. {@code start}
     */
    public synchronized void failBefore(String call, int nth, EngineException exception) {
        faults.order(call, nth, false, exception);
    }

    /** The n-th call of this method from now on fails, having done what it was asked. */
    public synchronized void failAfter(String call, int nth, EngineException exception) {
        faults.order(call, nth, true, exception);
    }

    /** All streams of events break. */
    public synchronized void breakEvents(String reason) {
        events.end(reason);
    }

    /** The engine stops and starts: what has a restart policy for that comes back. */
    public synchronized void restart() {
        containers.restart();
    }

    /** The engine is killed and starts again: what is {@code unless-stopped} stays down. */
    public synchronized void restartAfterKill() {
        containers.restartAfterKill();
    }

    // --- What a test asks it.

    /** What was changed, in order: the method's name and what it was called with, by names. */
    public synchronized List<String> mutations() {
        return List.copyOf(mutations);
    }

    public synchronized void forgetMutations() {
        mutations.clear();
    }

    /** How often each method was called, also in vain. */
    public synchronized Map<String, Integer> calls() {
        return faults.calls();
    }

    /** What is to fail. */
    public Faults faults() {
        return faults;
    }

    /** Every container, seen without a call: no fault is met, nothing is counted. */
    public synchronized List<Inspect> all() {
        return containers.all().stream().map(FakeContainer::inspect).toList();
    }

    /** Every network's name, seen without a call. */
    public synchronized Set<String> networkNames() {
        return networks.names();
    }

    /** Every image's id by its reference, seen without a call. */
    public synchronized Map<String, String> images() {
        return images.ids();
    }

    /** Somebody removes a volume. */
    public synchronized void loseVolume(String name) {
        volumes.remove(name);
    }

    /** Every volume, seen without a call. */
    public synchronized List<Volume> volumes() {
        return volumes.all();
    }

    /** Its time, which goes on by a millisecond each time that it is asked for. */
    public InstantSource clock() {
        return time;
    }

    /** Somebody sets the clock of the host back; forward by less than nothing. */
    public void setBack(Duration by) {
        time.setBack(by);
    }

    /** Files copied into a container: absolute path to content. */
    public synchronized Map<String, byte[]> files(String container) {
        return Map.copyOf(containers.existing(container).files);
    }

    /** Who answers to this name on the network: names of running containers. */
    public synchronized List<String> resolve(String network, String alias) {
        return networks.resolve(network, alias);
    }

    /** Whose this host port is now: a container's name. */
    public synchronized Optional<String> publisher(int hostPort) {
        return networks.publisher(hostPort);
    }

    // --- Engine.

    @Override
    public synchronized EngineVersion version() {
        return faults.perform("version", () -> version);
    }

    @Override
    public synchronized List<ContainerSummary> containers(Map<String, String> labels) {
        return faults.perform(
                "containers",
                () ->
                        containers.all().stream()
                                .filter(c -> c.carries(labels))
                                .map(c -> c.summary(networks.live(c), images))
                                .toList());
    }

    @Override
    public synchronized Optional<Inspect> inspect(String container) {
        return faults.perform(
                "inspect", () -> containers.find(container).map(FakeContainer::inspect));
    }

    @Override
    public synchronized String create(String name, String spec) {
        return changed("create", name, () -> containers.create(name, spec));
    }

    @Override
    public synchronized void start(String container) {
        change("start", container, () -> containers.start(containers.existing(container)));
    }

    @Override
    public synchronized void stop(String container) {
        change("stop", container, () -> containers.find(container).ifPresent(containers::stop));
    }

    @Override
    public synchronized void signal(String container, String signal) {
        change(
                "signal",
                container + " " + signal,
                () -> containers.find(container).ifPresent(c -> containers.signal(c, signal)));
    }

    @Override
    public synchronized void remove(String container) {
        change("remove", container, () -> containers.find(container).ifPresent(containers::remove));
    }

    @Override
    public synchronized void discard(String container) {
        change(
                "discard",
                container,
                () -> containers.find(container).ifPresent(containers::discard));
    }

    @Override
    public synchronized void rename(String container, String name) {
        change("rename", container + " " + name, () -> containers.rename(container, name));
    }

    @Override
    public synchronized void restartPolicy(String container, RestartPolicy policy) {
        change(
                "restartPolicy",
                container + " " + policy.name(),
                () -> containers.existing(container).restartPolicy(policy));
    }

    @Override
    public synchronized void copyInto(String container, String folder, Map<String, byte[]> files) {
        change(
                "copyInto",
                container + " " + folder,
                () -> containers.copyInto(container, folder, files));
    }

    @Override
    public synchronized int exec(
            String container, List<String> argv, Duration deadline, Consumer<String> output) {
        return changed(
                "exec",
                container + " " + String.join(" ", argv),
                () -> containers.run(container, argv, deadline, output));
    }

    @Override
    public synchronized int stream(
            String container, List<String> argv, Duration deadline, Streams streams) {
        return changed(
                "stream",
                container + " " + String.join(" ", argv),
                () -> containers.stream(container, argv, deadline, streams));
    }

    @Override
    public synchronized int await(String container, Duration deadline, Consumer<String> output) {
        return faults.perform("await", () -> containers.existing(container).await(output));
    }

    @Override
    public synchronized List<LogLine> logs(String container, Instant since) {
        return faults.perform("logs", () -> containers.existing(container).logSince(since));
    }

    @Override
    public synchronized Optional<Network> network(String name) {
        return faults.perform("network", () -> networks.find(name));
    }

    @Override
    public synchronized List<Network> networks(String label) {
        return faults.perform("networks", () -> networks.labelled(label));
    }

    @Override
    public synchronized void createNetwork(
            String name, boolean internal, Map<String, String> labels) {
        change(
                "createNetwork",
                name,
                () -> networks.create(containers.newId(), name, internal, labels));
    }

    @Override
    public synchronized void createNetwork(String definition) {
        JsonNode body = Reply.parse(definition);
        Map<String, String> labels = new LinkedHashMap<>();
        body.path("Labels")
                .properties()
                .forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
        createNetwork(body.path("Name").asText(), body.path("Internal").asBoolean(), labels);
    }

    @Override
    public synchronized void removeNetwork(String name) {
        change("removeNetwork", name, () -> networks.remove(name));
    }

    @Override
    public synchronized void connect(String network, String container, Endpoint endpoint) {
        change(
                "connect",
                network + " " + containers.nameOf(container),
                () -> networks.connect(network, containers.existing(container), endpoint));
    }

    @Override
    public synchronized void disconnect(String network, String container) {
        change(
                "disconnect",
                network + " " + containers.nameOf(container),
                () -> containers.find(container).ifPresent(c -> networks.disconnect(network, c)));
    }

    @Override
    public synchronized Optional<Image> image(String reference) {
        return faults.perform("image", () -> images.find(reference));
    }

    @Override
    public synchronized void tag(String image, String reference) {
        change("tag", image + " " + reference, () -> images.tag(image, reference));
    }

    @Override
    public synchronized void untag(String reference) {
        change("untag", reference, () -> images.untag(reference));
    }

    @Override
    public synchronized Optional<Volume> volume(String name) {
        return faults.perform("volume", () -> volumes.find(name));
    }

    @Override
    public synchronized void createVolume(String definition) {
        JsonNode body = Reply.parse(definition);
        change("createVolume", body.path("Name").asText(), () -> volumes.create(body));
    }

    @Override
    public synchronized AutoCloseable events(Consumer<EngineEvent> heard, Consumer<String> ended) {
        return faults.perform(
                "events",
                () -> {
                    Runnable leave = events.listen(heard, ended);
                    return () -> leave(leave);
                });
    }

    private synchronized void leave(Runnable listener) {
        listener.run();
    }

    private void change(String call, String on, Runnable effect) {
        changed(
                call,
                on,
                () -> {
                    effect.run();
                    return true;
                });
    }

    private <T> T changed(String call, String on, Supplier<T> effect) {
        String[] words = on.split(" ", 2);
        String who = containers.nameOf(words[0]) + (words.length > 1 ? " " + words[1] : "");
        return faults.perform(
                call,
                () -> {
                    T result = effect.get();
                    mutations.add(call + " " + who);
                    mutated.accept(call + " " + who);
                    return result;
                });
    }
}
