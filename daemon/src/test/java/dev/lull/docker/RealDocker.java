package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lull.testbed.Engines;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The Docker on this host, for tests; they clean up by label, also after an earlier run. */
public final class RealDocker {
    public static final URI SOCKET = Engines.socket();

    private RealDocker() {}

    /** Skips the test where no engine is, and fails it in CI. */
    public static void required() {
        boolean there =
                Files.exists(Path.of(SOCKET.getPath())) && run("docker", "version").code() == 0;
        if (System.getenv("CI") != null) {
            assertThat(there).as("a Docker Engine on %s", SOCKET).isTrue();
        }
        assumeTrue(there, "SKIPPED: no Docker Engine answers on " + SOCKET);
    }

    /** An adapter that waits no longer than this for an answer. */
    public static DockerJavaEngine connect(URI socket, Duration deadline) {
        return DockerJavaEngine.connect(socket, deadline);
    }

    /** Removes all containers, networks and volumes with this label ({@code key=value}). */
    public static void sweep(String label) {
        String filter = "label=" + label;
        remove(List.of("docker", "rm", "-f", "-v"), "docker", "ps", "-aq", "--filter", filter);
        run("docker", "network", "ls", "-q", "--filter", filter)
                .output()
                .lines()
                .forEach(Engines::removeNetwork);
        remove(
                List.of("docker", "volume", "rm", "-f"),
                "docker",
                "volume",
                "ls",
                "-q",
                "--filter",
                filter);
    }

    private static void remove(List<String> command, String... listing) {
        List<String> ids = run(listing).output().lines().toList();
        if (!ids.isEmpty()) {
            List<String> argv = new ArrayList<>(command);
            argv.addAll(ids);
            run(argv.toArray(String[]::new));
        }
    }

    /** What a command wrote to stdout and stderr, and its exit code. */
    public record Outcome(int code, String output) {}

    /** Runs a command to its end. */
    public static Outcome run(String... argv) {
        try {
            Process process =
                    new ProcessBuilder(argv)
                            .redirectInput(new java.io.File("/dev/null"))
                            .redirectErrorStream(true)
                            .start();
            String output =
                    new String(
                            process.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            return new Outcome(127, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(130, e.toString());
        }
    }
}
