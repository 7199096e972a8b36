package dev.lull.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An engine in memory for tests: no time passes but by its own clock, which goes on by a
 * millisecond with each thing done. What its containers do is told beforehand with {@link #ends},
 * {@link #execEnds} and the like.
 *
 * <p>Ports are live as Docker has it: while the container runs and is on a network that is not
 * internal. Addresses are the lowest free one, so a freed one goes to somebody else.
 */
public final class FakeEngine implements Engine {
    private static final int SIGKILLED = 137;
    private static final int SIGTERMED = 143;

    /** Above what Linux gives: nothing in /proc is taken for a process of ours. */
    private static final long NO_REAL_PID = 10_000_000;

    private record Listener(Consumer<EngineEvent> events, Consumer<String> ended) {}

    private final Map<String, FakeContainer> containers = new LinkedHashMap<>();
    private final Map<String, Network> networks = new LinkedHashMap<>();
    private final Map<String, String> images = new LinkedHashMap<>();
    private final Map<String, Set<Integer>> exposed = new HashMap<>();
    private final Map<String, Volume> volumes = new LinkedHashMap<>();
    private final Map<String, FakeContainer.Script> processes = new HashMap<>();
    private final Map<String, FakeContainer.Script> commands = new HashMap<>();
    private final Set<Integer> takenPorts = new LinkedHashSet<>();
    private final Set<String> folders =
            new LinkedHashSet<>(Set.of("/", "/etc", "/etc/nginx", "/srv", "/tmp", "/opt", "/data"));
    private final List<String> mutations = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final Faults faults = new Faults();
    private EngineVersion version = new EngineVersion("28.5.2", "1.51", "1.24", false);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Path volumeRoot = Path.of("/var/lib/docker/volumes");
    private Consumer<String> mutated = mutation -> {};
    private Consumer<Inspect> starting = container -> {};
    private int ids;

    public FakeEngine() {
        networks.put("bridge", new Network("bridge-id", "bridge", false, Map.of(), Set.of()));
    }

    // --- What a test tells it.

    /** An image is on the host; the same id for the same number. */
    public synchronized FakeEngine withImage(String reference, int number, Integer... ports) {
        String id = "sha256:" + "%064x".formatted(number);
        images.put(reference, id);
        exposed.put(id, Set.of(ports));
        return this;
    }

    public synchronized FakeEngine withVersion(EngineVersion other) {
        version = other;
        return this;
    }

    /** Volumes made from now on are real folders under this one. */
    public synchronized FakeEngine volumesIn(Path root) {
        volumeRoot = root;
        return this;
    }

    /** Is told each change right after it, by the text that {@link #mutations} has for it. */
    public synchronized void onMutation(Consumer<String> listener) {
        mutated = listener;
    }

    /** Is told each container that starts, before its process does what it was scripted to. */
    public synchronized void onStart(Consumer<Inspect> listener) {
        starting = listener;
    }

    /** A process of the host listens on this port. */
    public synchronized void takePort(int port) {
        takenPorts.add(port);
    }

    public synchronized void freePort(int port) {
        takenPorts.remove(port);
    }

    /** This folder exists in the containers. */
    public synchronized void folder(String path) {
        folders.add(path);
    }

    /** When started, the container writes this and ends at once. By its name, before it is made. */
    public synchronized void ends(String container, int exitCode, String... output) {
        processes.put(nameOf(container), new FakeContainer.Script(exitCode, List.of(output)));
    }

    /** When started, the container runs on as if {@link #ends} had not been said. */
    public synchronized void runsOn(String container) {
        processes.remove(nameOf(container));
    }

    /** This command writes this and ends. Commands that nothing is said of end with 0. */
    public synchronized void execEnds(
            String container, List<String> argv, int exitCode, String... output) {
        commands.put(command(container, argv), new FakeContainer.Script(exitCode, List.of(output)));
    }

    /** This command does not end before its deadline. */
    public synchronized void execHangs(String container, List<String> argv) {
        commands.put(command(container, argv), new FakeContainer.Script(null, List.of()));
    }

    /** The container's process ends by itself. */
    public synchronized void crash(String container, int exitCode) {
        end(existing(container), exitCode);
    }

    /** The container's health check says so from now on. */
    public synchronized void health(String container, String status) {
        existing(container).state().putObject("Health").put("Status", status);
    }

    /** The container writes a line. */
    public synchronized void log(String container, String line) {
        existing(container).log.add(new LogLine(tick(), line));
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
        List<Listener> broken = List.copyOf(listeners);
        listeners.clear();
        broken.forEach(listener -> listener.ended.accept(reason));
    }

    /** The engine stops and starts: what has a restart policy for that comes back. */
    public synchronized void restart() {
        List<FakeContainer> running =
                containers.values().stream().filter(FakeContainer::isRunning).toList();
        running.forEach(container -> end(container, SIGKILLED));
        breakEvents("the engine was restarted");
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

    /** Every container, seen without a call: no fault is met, nothing is counted. */
    public synchronized List<Inspect> all() {
        return containers.values().stream().map(FakeContainer::inspect).toList();
    }

    /** Every network's name, seen without a call. */
    public synchronized Set<String> networkNames() {
        return Set.copyOf(networks.keySet());
    }

    /** Every volume, seen without a call. */
    public synchronized List<Volume> volumes() {
        return List.copyOf(volumes.values());
    }

    /** Its time, which goes on by a millisecond each time that it is asked for. */
    public InstantSource clock() {
        return this::tick;
    }

    /** Files copied into a container: absolute path to content. */
    public synchronized Map<String, byte[]> files(String container) {
        return Map.copyOf(existing(container).files);
    }

    /** Who answers to this name on the network: names of running containers. */
    public synchronized List<String> resolve(String network, String alias) {
        return containers.values().stream()
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
    public synchronized Optional<String> publisher(int hostPort) {
        return containers.values().stream()
                .filter(c -> live(c).stream().anyMatch(p -> p.hostPort() == hostPort))
                .map(FakeContainer::name)
                .findFirst();
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
                        containers.values().stream()
                                .filter(c -> carries(c.inspect().labels(), labels))
                                .map(c -> c.summary(live(c)))
                                .toList());
    }

    private static boolean carries(Map<String, String> labels, Map<String, String> asked) {
        return asked.entrySet().stream()
                .allMatch(e ->
                        labels.containsKey(e.getKey())
                                && (e.getValue().isEmpty()
                                        || e.getValue().equals(labels.get(e.getKey()))));
    }

    @Override
    public synchronized Optional<Inspect> inspect(String container) {
        return faults.perform("inspect", () -> find(container).map(FakeContainer::inspect));
    }

    @Override
    public synchronized String create(String name, String spec) {
        return change("create", name, () -> created(name, spec));
    }

    private String created(String name, String text) {
        JsonNode spec;
        try {
            spec = Reply.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new EngineException.Permanent("the spec is no JSON", e);
        }
        if (find(name).isPresent()) {
            throw new EngineException.Permanent(
                    "Conflict. The container name \"/" + name + "\" is already in use");
        }
        String reference = spec.path("Image").asText();
        String image =
                imageId(reference)
                        .orElseThrow(
                                () -> new EngineException.Permanent("No such image: " + reference));
        FakeContainer container = new FakeContainer(newId(), name, image, spec, tick());
        mounts(container, spec.path("HostConfig"));
        joinFirst(container, spec);
        containers.put(container.id(), container);
        event("container", "create", container);
        return container.id();
    }

    private void mounts(FakeContainer container, JsonNode host) {
        for (JsonNode mount : host.path("Mounts")) {
            JsonNode labels = mount.path("VolumeOptions").path("Labels");
            mount(
                    container,
                    mount.path("Source").asText(),
                    mount.path("Target").asText(),
                    !mount.path("ReadOnly").asBoolean(),
                    Listing.strings(labels));
        }
        for (JsonNode bind : host.path("Binds")) {
            String[] parts = bind.asText().split(":", 3);
            boolean writable = parts.length < 3 || !parts[2].contains("ro");
            mount(container, parts[0], parts[1], writable, Map.of());
        }
    }

    private void mount(
            FakeContainer container,
            String source,
            String target,
            boolean writable,
            Map<String, String> labels) {
        if (source.startsWith("/")) {
            container.mount(new Mount("bind", "", source, target, writable));
            return;
        }
        String path = folderOf(source);
        volumes.putIfAbsent(source, new Volume(source, "local", path, labels));
        container.mount(new Mount("volume", source, path, target, writable));
    }

    private String folderOf(String volume) {
        Path folder = volumeRoot.resolve(volume).resolve("_data");
        if (!volumes.containsKey(volume) && Files.isDirectory(volumeRoot)) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return folder.toString();
    }

    private void joinFirst(FakeContainer container, JsonNode spec) {
        String mode = spec.path("HostConfig").path("NetworkMode").asText("bridge");
        if (mode.startsWith("container:")) {
            return;
        }
        String network = mode.isEmpty() || mode.equals("default") ? "bridge" : mode;
        JsonNode endpoints = spec.path("NetworkingConfig").path("EndpointsConfig");
        container.join(network, idOf(network), endpoint(endpoints.path(network)), "");
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

    @Override
    public synchronized void start(String container) {
        change("start", container, () -> started(existing(container)));
    }

    private @Nullable Void started(FakeContainer container) {
        if (!container.isRunning()) {
            launch(container);
        }
        return null;
    }

    private void launch(FakeContainer container) {
        for (Map.Entry<String, JsonNode> network : container.networks().properties()) {
            if (!isBuiltIn(network.getKey()) && !networks.containsKey(network.getKey())) {
                throw new EngineException.Permanent("network " + network.getKey() + " not found");
            }
        }
        if (isPublic(container)) {
            claim(container, container.inspect().publishedPorts(), true);
        }
        container.state("running", 0, NO_REAL_PID + ++ids);
        container.state().put("StartedAt", tick().toString());
        container.stoppedByHand = false;
        for (Map.Entry<String, JsonNode> network : container.networks().properties()) {
            String address = address(network.getKey());
            ((ObjectNode) network.getValue()).put("IPAddress", address);
        }
        event("container", "start", container);
        starting.accept(container.inspect());
        FakeContainer.Script script = processes.get(container.name());
        if (script != null) {
            script.output().forEach(line -> container.log.add(new LogLine(tick(), line)));
            end(container, Objects.requireNonNullElse(script.exitCode(), 0));
        }
    }

    /** Refuses when somebody else has one of these ports. */
    private void claim(FakeContainer container, List<PortBinding> ports, boolean noted) {
        for (PortBinding port : ports) {
            boolean taken =
                    takenPorts.contains(port.hostPort())
                            || containers.values().stream()
                                    .filter(c -> c != container)
                                    .flatMap(c -> live(c).stream())
                                    .anyMatch(p -> p.hostPort() == port.hostPort());
            if (taken && port.hostPort() != 0) {
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

    private List<PortBinding> live(FakeContainer container) {
        return container.isRunning() && isPublic(container)
                ? container.inspect().publishedPorts()
                : List.of();
    }

    private boolean isPublic(FakeContainer container) {
        return container.networks().properties().stream()
                .map(e -> networks.get(e.getKey()))
                .anyMatch(network -> network != null && !network.internal());
    }

    @Override
    public synchronized void stop(String container) {
        change(
                "stop",
                container,
                () -> {
                    find(container)
                            .ifPresent(c -> {
                                c.stoppedByHand = true;
                                String signal = c.raw.path("Config").path("StopSignal").asText();
                                end(c, signal.equals("SIGKILL") ? SIGKILLED : SIGTERMED);
                            });
                    return null;
                });
    }

    private void end(FakeContainer container, int exitCode) {
        if (container.isRunning()) {
            container.ended(exitCode, tick());
            event("container", "die", container);
        }
    }

    @Override
    public synchronized void signal(String container, String signal) {
        change(
                "signal",
                container + " " + signal,
                () -> {
                    if (signal.endsWith("KILL") || signal.endsWith("TERM")) {
                        int code = signal.endsWith("KILL") ? SIGKILLED : SIGTERMED;
                        find(container).ifPresent(c -> end(c, code));
                    }
                    return null;
                });
    }

    @Override
    public synchronized void remove(String container) {
        change(
                "remove",
                container,
                () -> {
                    find(container).ifPresent(this::removed);
                    return null;
                });
    }

    private void removed(FakeContainer container) {
        if (container.isRunning()) {
            throw new EngineException.Permanent(
                    "You cannot remove a running container " + container.name());
        }
        containers.remove(container.id());
        event("container", "destroy", container);
    }

    @Override
    public synchronized void rename(String container, String name) {
        change(
                "rename",
                container + " " + name,
                () -> {
                    if (find(name).filter(c -> c != find(container).orElse(null)).isPresent()) {
                        throw new EngineException.Permanent("name " + name + " is in use");
                    }
                    existing(container).raw.put("Name", "/" + name);
                    return null;
                });
    }

    @Override
    public synchronized void restartPolicy(String container, RestartPolicy policy) {
        change(
                "restartPolicy",
                container + " " + policy.name(),
                () -> {
                    ((ObjectNode) existing(container).raw.get("HostConfig"))
                            .putObject("RestartPolicy")
                            .put("Name", policy.name())
                            .put("MaximumRetryCount", policy.maximumRetries());
                    return null;
                });
    }

    @Override
    public synchronized void copyInto(String container, String folder, Map<String, byte[]> files) {
        change(
                "copyInto",
                container + " " + folder,
                () -> {
                    if (!folders.contains(folder)) {
                        throw new EngineException.Permanent(
                                "Could not find the file " + folder + " in container");
                    }
                    String prefix = folder.endsWith("/") ? folder : folder + "/";
                    FakeContainer into = existing(container);
                    files.forEach((path, content) -> into.files.put(prefix + path, content));
                    return null;
                });
    }

    @Override
    public synchronized int exec(
            String container, List<String> argv, Duration deadline, Consumer<String> output) {
        return change(
                "exec",
                container + " " + String.join(" ", argv),
                () -> run(container, argv, output));
    }

    private int run(String container, List<String> argv, Consumer<String> output) {
        FakeContainer in = existing(container);
        if (!in.isRunning()) {
            throw new EngineException.Permanent("Container " + in.name() + " is not running");
        }
        FakeContainer.Script script = commands.get(command(container, argv));
        if (script == null) {
            return 0;
        }
        script.output().forEach(output);
        if (script.exitCode() == null) {
            throw new EngineException.Unknown("still not done: " + String.join(" ", argv));
        }
        return script.exitCode();
    }

    @Override
    public synchronized int await(String container, Duration deadline, Consumer<String> output) {
        return faults.perform("await", () -> awaited(existing(container), output));
    }

    private static int awaited(FakeContainer container, Consumer<String> output) {
        Inspect state = container.inspect();
        if (state.startedAt().equals(Instant.EPOCH)) {
            throw new EngineException.Permanent(
                    "container " + container.name() + " was never started");
        }
        container.log.stream()
                .filter(line -> !line.at().isBefore(state.startedAt()))
                .forEach(line -> output.accept(line.text()));
        if (container.isRunning()) {
            throw new EngineException.Unknown("container " + container.name() + " still runs");
        }
        return state.exitCode();
    }

    @Override
    public synchronized List<LogLine> logs(String container, Instant since) {
        return faults.perform(
                "logs",
                () ->
                        existing(container).log.stream()
                                .filter(line -> !line.at().isBefore(since))
                                .toList());
    }

    @Override
    public synchronized Optional<Network> network(String name) {
        return faults.perform(
                "network", () -> Optional.ofNullable(networks.get(name)).map(this::whole));
    }

    @Override
    public synchronized List<Network> networks(String label) {
        return faults.perform(
                "networks",
                () ->
                        networks.values().stream()
                                .filter(network -> network.labels().containsKey(label))
                                .map(this::whole)
                                .toList());
    }

    private Network whole(Network network) {
        Set<String> members = new LinkedHashSet<>();
        for (FakeContainer container : containers.values()) {
            if (container.isRunning() && container.networks().has(network.name())) {
                members.add(container.id());
            }
        }
        return new Network(
                network.id(), network.name(), network.internal(), network.labels(), members);
    }

    @Override
    public synchronized void createNetwork(
            String name, boolean internal, Map<String, String> labels) {
        change(
                "createNetwork",
                name,
                () ->
                        networks.computeIfAbsent(
                                name, n -> new Network(newId(), n, internal, labels, Set.of())));
    }

    @Override
    public synchronized void removeNetwork(String name) {
        change(
                "removeNetwork",
                name,
                () -> {
                    Network network = networks.get(name);
                    if (network != null && !whole(network).containers().isEmpty()) {
                        throw new EngineException.Permanent(
                                "network " + name + " has active endpoints");
                    }
                    return networks.remove(name);
                });
    }

    @Override
    public synchronized void connect(String network, String container, Endpoint endpoint) {
        change(
                "connect",
                network + " " + nameOf(container),
                () -> {
                    connected(network, existing(container), endpoint);
                    return null;
                });
    }

    private void connected(String network, FakeContainer container, Endpoint endpoint) {
        Network to = networks.get(network);
        if (to == null) {
            throw new EngineException.Permanent("network " + network + " not found");
        }
        if (container.networks().has(network)) {
            return;
        }
        if (container.isRunning() && !to.internal() && !isPublic(container)) {
            claim(container, container.inspect().publishedPorts(), false);
        }
        String fixed = endpoint.ipv4();
        String address = !container.isRunning() ? "" : fixed.isEmpty() ? address(network) : fixed;
        container.join(network, to.id(), endpoint, address);
        networkEvent("connect", to, container);
    }

    @Override
    public synchronized void disconnect(String network, String container) {
        change(
                "disconnect",
                network + " " + nameOf(container),
                () -> {
                    find(container)
                            .filter(c -> c.networks().has(network))
                            .ifPresent(c -> disconnected(network, c));
                    return null;
                });
    }

    private void disconnected(String network, FakeContainer container) {
        container.networks().remove(network);
        Network from = networks.get(network);
        if (from != null) {
            networkEvent("disconnect", from, container);
        }
    }

    @Override
    public synchronized Optional<Image> image(String reference) {
        return faults.perform(
                "image",
                () ->
                        imageId(reference)
                                .map(id ->
                                        new Image(
                                                id,
                                                images.entrySet().stream()
                                                        .filter(e -> e.getValue().equals(id))
                                                        .map(Map.Entry::getKey)
                                                        .toList(),
                                                List.of(),
                                                exposed.getOrDefault(id, Set.of()))));
    }

    private Optional<String> imageId(String reference) {
        return images.containsValue(reference)
                ? Optional.of(reference)
                : Optional.ofNullable(images.get(reference));
    }

    @Override
    public synchronized void tag(String image, String reference) {
        change(
                "tag",
                image + " " + reference,
                () -> {
                    String id =
                            imageId(image)
                                    .orElseThrow(() ->
                                            new EngineException.Permanent(
                                                    "No such image: " + image));
                    return images.put(reference, id);
                });
    }

    @Override
    public synchronized void untag(String reference) {
        change("untag", reference, () -> images.remove(reference));
    }

    @Override
    public synchronized Optional<Volume> volume(String name) {
        return faults.perform("volume", () -> Optional.ofNullable(volumes.get(name)));
    }

    @Override
    public synchronized AutoCloseable events(Consumer<EngineEvent> events, Consumer<String> ended) {
        return faults.perform(
                "events",
                () -> {
                    Listener listener = new Listener(events, ended);
                    listeners.add(listener);
                    return () -> unlisten(listener);
                });
    }

    private synchronized void unlisten(Listener listener) {
        listeners.remove(listener);
    }

    // --- How it does it.

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private <T extends @Nullable Object> T change(String call, String on, Supplier<T> effect) {
        String[] words = on.split(" ", 2);
        String who = nameOf(words[0]) + (words.length > 1 ? " " + words[1] : "");
        return faults.perform(
                call,
                () -> {
                    T result = effect.get();
                    mutations.add(call + " " + who);
                    mutated.accept(call + " " + who);
                    return result;
                });
    }

    private Optional<FakeContainer> find(String container) {
        FakeContainer byId = containers.get(container);
        return byId != null
                ? Optional.of(byId)
                : containers.values().stream().filter(c -> c.name().equals(container)).findFirst();
    }

    private FakeContainer existing(String container) {
        return find(container)
                .orElseThrow(
                        () -> new EngineException.Permanent("No such container: " + container));
    }

    private String nameOf(String container) {
        return find(container).map(FakeContainer::name).orElse(container);
    }

    private String command(String container, List<String> argv) {
        return nameOf(container) + " " + String.join(" ", argv);
    }

    private static boolean isBuiltIn(String network) {
        return network.equals("host") || network.equals("none") || network.equals("bridge");
    }

    private String idOf(String network) {
        Network there = networks.get(network);
        return there == null ? network : there.id();
    }

    private String address(String network) {
        int subnet = 17 + List.copyOf(networks.keySet()).indexOf(network);
        for (int last = 2; ; last++) {
            String address = "172." + subnet + ".0." + last;
            boolean taken =
                    containers.values().stream()
                            .map(c -> c.networks().path(network).path("IPAddress").asText(""))
                            .anyMatch(address::equals);
            if (!taken) {
                return address;
            }
        }
    }

    private String newId() {
        return "%012x%052x".formatted(0xc000_0000_0000L + ++ids, ids);
    }

    private synchronized Instant tick() {
        now = now.plusMillis(1);
        return now;
    }

    private void event(String type, String action, FakeContainer container) {
        Map<String, String> attributes = new HashMap<>(container.inspect().labels());
        attributes.put("name", container.name());
        attributes.put("image", container.inspect().image());
        tell(new EngineEvent(tick(), type, action, container.id(), attributes));
    }

    private void networkEvent(String action, Network network, FakeContainer container) {
        Map<String, String> attributes =
                Map.of("name", network.name(), "container", container.id(), "type", "bridge");
        tell(new EngineEvent(tick(), "network", action, network.id(), attributes));
    }

    private void tell(EngineEvent event) {
        List.copyOf(listeners).forEach(listener -> listener.events.accept(event));
    }
}
