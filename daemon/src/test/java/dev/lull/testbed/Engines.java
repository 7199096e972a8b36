package dev.lull.testbed;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What tests on real containers need of this machine. */
public final class Engines {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    /** Below the ports that the kernel gives to connections: none of those can take it. */
    private static final int LOWEST_PORT = 20_000;

    private static final int HIGHEST_PORT = 32_000;

    private Engines() {}

    /** The engine that the docker command speaks to as well. */
    public static URI socket() {
        return URI.create(
                Objects.requireNonNullElse(
                        System.getenv("DOCKER_HOST"), "unix:///var/run/docker.sock"));
    }

    /** Skips the test, visibly, where there is no engine; fails it in CI. */
    public static void required() {
        try {
            Sh.run("docker", "version");
        } catch (IllegalStateException e) {
            if (System.getenv("CI") != null) {
                fail("CI has no Docker engine: " + e.getMessage());
            }
            assumeTrue(false, "skipped: no Docker engine answers; 'make testbed' starts one");
        }
    }

    /** Runs a script in a folder, and throws when a line of it fails. */
    public static String bash(Path folder, String script) {
        return Sh.run(folder, Map.of(), List.of("bash", "-euo", "pipefail", "-c", script));
    }

    /** Runs {@code docker …} and returns what it printed. */
    public static String docker(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("docker"));
        argv.addAll(List.of(arguments));
        return Sh.run(Path.of("/"), Map.of(), argv);
    }

    /** Runs a tool of this machine and returns what it printed. */
    public static String run(String... argv) {
        return Sh.run(argv);
    }

    /** A port that nothing of this machine listens on, and no connection will take. */
    public static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.ofLiteral("0.0.0.0"))) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Try another.
            }
        }
        throw new IllegalStateException("no port is free");
    }

    /** Docker may know that a container is gone a moment before its network does. */
    public static void removeNetwork(String network) {
        eventually(
                "network " + network + " is removed",
                () -> {
                    try {
                        docker("network", "rm", network);
                        return true;
                    } catch (IllegalStateException e) {
                        String why = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
                        return why.contains("no such network") || why.contains("not found");
                    }
                });
    }

    /** Waits until it is so. */
    public static void eventually(String what, BooleanSupplier so) {
        eventually(() -> what, so);
    }

    /**
     * Waits until it is so.
     *
     * @param what says, when it never is, what was waited for
     */
    public static void eventually(Supplier<String> what, BooleanSupplier so) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never: " + what.get());
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** Whether a container runs; not so where there is none. */
    public static boolean isRunning(String container) {
        return !docker("ps", "-q", "--no-trunc", "--filter", "name=^/?" + container + "$")
                .isBlank();
    }

    /** The networks that a container is on. */
    public static List<String> networks(String container) {
        return lines(
                "inspect",
                "-f",
                "{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}",
                container);
    }

    /** The containers on a network that run. */
    public static List<String> containers(String network) {
        return lines(
                "network",
                "inspect",
                "-f",
                "{{range .Containers}}{{println .Name}}{{end}}",
                network);
    }

    /** Whether a network has no way out. */
    public static boolean isInternal(String network) {
        return docker("network", "inspect", "-f", "{{.Internal}}", network).strip().equals("true");
    }

    private static List<String> lines(String... arguments) {
        return docker(arguments).lines().filter(l -> !l.isBlank()).toList();
    }

    /** Docker's restart policy by service. */
    public static Map<String, String> restartPolicies(ExampleStack stack) {
        Map<String, String> policies = new TreeMap<>();
        for (String id : stack.compose("ps", "-a", "-q").lines().toList()) {
            String line =
                    Sh.run(
                            "docker",
                            "inspect",
                            "-f",
                            "{{index .Config.Labels \"com.docker.compose.service\"}}"
                                    + " {{.HostConfig.RestartPolicy.Name}}",
                            id);
            policies.put(line.split(" ", 2)[0], line.split(" ", 2)[1].strip());
        }
        return policies;
    }
}
