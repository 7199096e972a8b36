package dev.lull.api;

import dev.lull.stack.Declared;
import dev.lull.stack.Declared.DeclaredService;
import dev.lull.stack.Observed;
import dev.lull.stack.Replica;
import dev.lull.stack.ServiceName;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** One stack that is right, one without roles, and those that a test adds. */
final class FixtureStacks implements Stacks {
    private final Map<StackName, Declared> more = new ConcurrentHashMap<>();
    private volatile Runnable docker = () -> {};

    /** From now on this is asked of Docker first whenever a stack is looked at. */
    void asks(Runnable docker) {
        this.docker = docker;
    }

    void add(Declared stack) {
        more.put(stack.name(), stack);
    }

    /** What its compose file says. */
    static Declared declared(StackName name, boolean labelled) {
        return new Declared(
                name,
                Path.of("/srv", name.value()),
                List.of(Path.of("/srv", name.value(), "compose.yaml")),
                List.of(),
                List.of(),
                Map.of(),
                List.of(
                        service("app", labelled ? "app" : ""),
                        service("db", labelled ? "db" : ""),
                        service("worker", labelled ? "worker" : "")));
    }

    private static DeclaredService service(String name, String role) {
        Map<String, String> labels =
                role.isEmpty()
                        ? Map.of("token", DaemonFixture.SECRET)
                        : name.equals("app")
                                ? Map.of("lull.role", role, "lull.migrate", "./migrate up")
                                : Map.of("lull.role", role, "token", DaemonFixture.SECRET);
        return service(name, labels);
    }

    /** A service of a compose file, with these labels and with nothing special about it. */
    static DeclaredService service(String name, Map<String, String> labels) {
        return new DeclaredService(
                new ServiceName(name),
                name + ":2",
                "",
                false,
                labels,
                "",
                List.of(),
                new TreeSet<>(),
                name.equals("app"),
                List.of(),
                1,
                Duration.ofSeconds(10),
                "hash-2",
                List.of(),
                List.of());
    }

    private static Observed observed(DeclaredService service, StackName stack) {
        return new Observed(
                new Replica(service.name(), 1),
                "id-of-" + service.name(),
                stack + "-" + service.name() + "-1",
                service.name() + ":1",
                "sha256:1",
                "running",
                true,
                "Up 3 minutes (healthy)",
                service.labels(),
                "hash-1",
                false,
                List.of(),
                List.of(),
                List.of());
    }

    @Override
    public List<Stack> all() {
        return Stream.concat(
                        Stream.of(DaemonFixture.BARE, DaemonFixture.GUESTBOOK),
                        more.keySet().stream())
                .sorted()
                .map(n -> find(n).orElseThrow())
                .toList();
    }

    @Override
    public Optional<Stack> find(StackName name) {
        docker.run();
        return declared(name)
                .map(declared ->
                        Stack.of(
                                declared,
                                declared.services().stream().map(s -> observed(s, name)).toList()));
    }

    private Optional<Declared> declared(StackName name) {
        return name.equals(DaemonFixture.GUESTBOOK) || name.equals(DaemonFixture.BARE)
                ? Optional.of(declared(name, name.equals(DaemonFixture.GUESTBOOK)))
                : Optional.ofNullable(more.get(name));
    }
}
