package dev.lull.stack;

import dev.lull.stack.Declared.DeclaredService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Builds stacks for tests: a service is in the file and runs as the file says, unless told. */
public final class TestStack {
    private final StackName name;
    private final Map<String, Object> settings = new TreeMap<>();
    private final Map<String, DeclaredService> declared = new LinkedHashMap<>();
    private final List<Observed> observed = new ArrayList<>();

    public TestStack(String name) {
        this.name = new StackName(name);
    }

    /** A key under {@code x-lull}. */
    public TestStack setting(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    /**
     * A service as the file says and as it runs.
     *
     * @param labels key, value, key, value, …
     */
    public TestStack service(String service, String image, String... labels) {
        return inFile(service, image, labels).container(service, image, labels);
    }

    /** A service in the file alone. */
    public TestStack inFile(String service, String image, String... labels) {
        declared.put(
                service,
                new DeclaredService(
                        new ServiceName(service),
                        image,
                        "",
                        false,
                        map(labels),
                        "",
                        List.of(name + "_default"),
                        new TreeSet<>(),
                        false,
                        List.of(),
                        1,
                        Duration.ofSeconds(10),
                        "hash-of-" + image,
                        List.of(),
                        List.of()));
        return this;
    }

    /** Changes what the file says of a service. */
    public TestStack inFile(String service, UnaryOperator<DeclaredService> change) {
        declared.computeIfPresent(service, (n, s) -> change.apply(s));
        return this;
    }

    /** Ports that the file has a service publish. */
    public TestStack publishing(String service, HostPort... ports) {
        return inFile(
                service,
                s ->
                        new DeclaredService(
                                s.name(),
                                s.image(),
                                s.imageId(),
                                s.built(),
                                s.labels(),
                                s.networkMode(),
                                s.networks(),
                                s.ports(),
                                true,
                                List.of(ports),
                                s.replicas(),
                                s.stopGrace(),
                                s.configHash(),
                                s.needs(),
                                s.envFiles()));
    }

    /** The same container with ports that it publishes. */
    public static UnaryOperator<Observed> published(HostPort... ports) {
        return o ->
                new Observed(
                        o.replica(),
                        o.containerId(),
                        o.containerName(),
                        o.image(),
                        o.imageId(),
                        o.state(),
                        o.running(),
                        o.health(),
                        o.labels(),
                        o.configHash(),
                        o.oneOff(),
                        o.writableVolumes(),
                        o.writableBinds(),
                        List.of(ports));
    }

    /** One more running container of a service. */
    public TestStack container(String service, String image, String... labels) {
        return container(service, image, c -> c, labels);
    }

    /** One more container of a service, changed. */
    public TestStack container(
            String service, String image, UnaryOperator<Observed> change, String... labels) {
        int number =
                1
                        + (int)
                                observed.stream()
                                        .filter(o -> o.replica().service().value().equals(service))
                                        .count();
        String container = name + "-" + service + "-" + number;
        observed.add(
                change.apply(
                        new Observed(
                                new Replica(new ServiceName(service), number),
                                "id-of-" + container,
                                container,
                                image,
                                "sha256:" + image,
                                "running",
                                true,
                                "Up 3 minutes",
                                map(labels),
                                "hash-of-" + image,
                                false,
                                List.of(),
                                List.of(),
                                List.of())));
        return this;
    }

    /** The same container, stopped. */
    public static Observed stopped(Observed o) {
        return with(o, "exited", false, o.oneOff(), o.writableVolumes());
    }

    /** The same container as {@code docker compose run} makes it. */
    public static Observed oneOff(Observed o) {
        return with(o, o.state(), o.running(), true, o.writableVolumes());
    }

    /** The same container with volumes that it mounts writable. */
    public static UnaryOperator<Observed> writing(String... volumes) {
        return o -> with(o, o.state(), o.running(), o.oneOff(), List.of(volumes));
    }

    private static Observed with(
            Observed o, String state, boolean running, boolean oneOff, List<String> volumes) {
        return new Observed(
                o.replica(),
                o.containerId(),
                o.containerName(),
                o.image(),
                o.imageId(),
                state,
                running,
                o.health(),
                o.labels(),
                o.configHash(),
                oneOff,
                volumes,
                o.writableBinds(),
                o.publishedPorts());
    }

    /** The same container with folders of the host that it mounts writable. */
    public static UnaryOperator<Observed> binding(String... folders) {
        return o ->
                new Observed(
                        o.replica(),
                        o.containerId(),
                        o.containerName(),
                        o.image(),
                        o.imageId(),
                        o.state(),
                        o.running(),
                        o.health(),
                        o.labels(),
                        o.configHash(),
                        o.oneOff(),
                        o.writableVolumes(),
                        List.of(folders),
                        o.publishedPorts());
    }

    public Declared declared() {
        return new Declared(
                name,
                Path.of("/srv", name.value()),
                List.of(Path.of("/srv", name.value(), "compose.yaml")),
                List.of(),
                List.of(),
                settings,
                List.copyOf(declared.values()));
    }

    public List<Observed> observed() {
        return List.copyOf(observed);
    }

    public Stack build() {
        return Stack.of(declared(), observed());
    }

    private static Map<String, String> map(String... labels) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            map.put(labels[i], labels[i + 1]);
        }
        return map;
    }
}
