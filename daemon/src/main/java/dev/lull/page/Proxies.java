package dev.lull.page;

import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.stack.Command;
import dev.lull.stack.ServiceSettings;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Makes a proxy within the stack look up its addresses anew, so that it finds page or app. */
public final class Proxies {
    private static final Duration EXEC = Duration.ofSeconds(30);
    private static final Duration STARTING = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
    private static final int STEADY = 3;
    private static final Duration NEW_WORKERS = Duration.ofSeconds(5);
    private static final Duration OLD_WORKERS_CLOSE = Duration.ofSeconds(1);
    private static final Duration UNSEEN = Duration.ofMillis(150);
    private static final Duration POLL = Duration.ofMillis(10);

    private static final Path PROC = Path.of("/proc");
    private static final String SOCKET = "socket:[";

    /** How a proxy is told to look addresses up anew. */
    private sealed interface Way {
        record Run(Command command) implements Way {}

        record Signal(String name) implements Way {}

        /** It looks them up by itself. */
        record Untold() implements Way {}
    }

    /** HAProxy's own image has no {@code kill} to run. */
    private static final Map<String, Way> KNOWN =
            Map.of(
                    "nginx", new Way.Run(Command.parse("nginx -s reload")),
                    "haproxy", new Way.Signal("SIGHUP"),
                    "caddy", new Way.Untold(),
                    "traefik", new Way.Untold());

    private final Engine engine;

    public Proxies(Engine engine) {
        this.engine = engine;
    }

    /** Whether the way to reload this proxy is known: by its label, its image or its program. */
    public static boolean isKnown(ServiceSettings settings, Inspect proxy) {
        return settings.proxyReload().isPresent() || isOne(proxy);
    }

    /** Whether a container runs one of the proxies that are known. */
    public static boolean isOne(Inspect container) {
        return known(container).isPresent();
    }

    /** Whether it keeps addresses until it is told: nginx and HAProxy do. */
    public static boolean isToBeTold(Inspect container) {
        return known(container).filter(way -> !(way instanceof Way.Untold)).isPresent();
    }

    private static Optional<Way> known(Inspect proxy) {
        String image = proxy.image().substring(proxy.image().lastIndexOf('/') + 1);
        String program = proxy.raw().path("Path").asText();
        return KNOWN.entrySet().stream()
                .filter(e -> image.contains(e.getKey()) || program.endsWith(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * Reloads a running proxy and waits until its new workers have taken over. One that is just
     * starting can't be reloaded yet: that is waited for.
     *
     * @param say is told what the command printed
     * @return what went wrong, or empty
     */
    public Optional<String> reload(Inspect proxy, ServiceSettings settings, Consumer<String> say)
            throws InterruptedException {
        long end = System.nanoTime() + STARTING.toNanos();
        Inspect seen = proxy;
        Optional<String> failure = reloadNow(seen, settings, say);
        for (int steady = 0;
                failure.isPresent() && steady < STEADY && System.nanoTime() < end;
                steady++) {
            Thread.sleep(BETWEEN_TRIES);
            Inspect now = engine.inspect(proxy.id()).orElse(proxy);
            boolean starts =
                    now.state().equals("restarting")
                            || !now.startedAt().equals(seen.startedAt())
                            || isYoung(now);
            steady = starts ? 0 : steady;
            seen = now;
            failure = reloadNow(now, settings, say);
        }
        return failure;
    }

    /** On a busy host a proxy needs a while until it can be told anything. */
    private static boolean isYoung(Inspect proxy) {
        Duration age = Duration.between(proxy.startedAt(), Instant.now()).abs();
        return age.compareTo(STARTING) < 0;
    }

    private Optional<String> reloadNow(
            Inspect proxy, ServiceSettings settings, Consumer<String> say)
            throws InterruptedException {
        Way way =
                settings.proxyReload()
                        .<Way>map(Way.Run::new)
                        .or(() -> known(proxy))
                        .orElseGet(Way.Untold::new);
        if (way instanceof Way.Untold || !proxy.isRunning()) {
            return Optional.empty();
        }
        Set<String> before = children(proxy.pid());
        Optional<String> failure = tell(proxy, way, say);
        if (failure.isEmpty()) {
            awaitNewWorkers(proxy.pid(), before);
        }
        return failure;
    }

    private Optional<String> tell(Inspect proxy, Way way, Consumer<String> say) {
        return switch (way) {
            case Way.Run run -> run(proxy, run.command(), say);
            case Way.Signal signal -> {
                engine.signal(proxy.id(), signal.name());
                yield Optional.empty();
            }
            case Way.Untold _ -> Optional.empty();
        };
    }

    private Optional<String> run(Inspect proxy, Command command, Consumer<String> say) {
        try {
            int code = engine.exec(proxy.id(), command.argv(), EXEC, say);
            return code == 0
                    ? Optional.empty()
                    : Optional.of(proxy.name() + ": '" + command + "' exited with " + code);
        } catch (EngineException.Permanent e) {
            return Optional.of(proxy.name() + ": '" + command + "': " + e.getMessage());
        } catch (EngineException.Overdue e) {
            return Optional.of(proxy.name() + ": '" + command + "' " + e.getMessage());
        }
    }

    /**
     * A reload only signals the master: it has happened when the master has new children, and the
     * old ones have closed their listening sockets.
     */
    private static void awaitNewWorkers(long master, Set<String> before)
            throws InterruptedException {
        if (before.isEmpty()) {
            Thread.sleep(UNSEEN);
            return;
        }
        long end = System.nanoTime() + NEW_WORKERS.toNanos();
        while (before.containsAll(children(master)) && System.nanoTime() < end) {
            Thread.sleep(POLL);
        }
        end = System.nanoTime() + OLD_WORKERS_CLOSE.toNanos();
        while (anyListens(before) && System.nanoTime() < end) {
            Thread.sleep(POLL);
        }
    }

    private static boolean anyListens(Set<String> pids) {
        return pids.stream().anyMatch(Proxies::listens);
    }

    /** A process that has gone listens no more. */
    private static boolean listens(String pid) {
        Path process = PROC.resolve(pid);
        try {
            Set<String> inodes = new TreeSet<>();
            for (String table : List.of("tcp", "tcp6")) {
                Path file = process.resolve("net").resolve(table);
                if (Files.exists(file)) {
                    inodes.addAll(SocketTable.listening(Files.readAllLines(file)));
                }
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
                for (Path file : files) {
                    String target = Files.readSymbolicLink(file).toString();
                    if (target.startsWith(SOCKET)
                            && inodes.contains(
                                    target.substring(SOCKET.length(), target.length() - 1))) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            return Files.exists(process);
        }
    }

    private static Set<String> children(long pid) {
        Path file = PROC.resolve(pid + "/task/" + pid + "/children");
        try {
            return Arrays.stream(Files.readString(file).split(" ", -1))
                    .filter(s -> !s.isBlank())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** The proxies of a list that run, reloaded one after the other. */
    public Optional<String> reloadAll(
            List<Inspect> proxies, ServiceSettings settings, Consumer<String> say)
            throws InterruptedException {
        for (Inspect proxy : proxies) {
            Optional<String> failure = reload(proxy, settings, say);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }
}
