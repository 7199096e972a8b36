package dev.lull.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs tools of this machine. */
public final class Sh {
    private Sh() {}

    /** Runs a tool and returns what it printed; throws with all of it when the tool fails. */
    public static String run(String... argv) {
        return run(Path.of("/"), List.of(argv));
    }

    /** Runs a script as a person pastes it: in one shell, until a line of it fails. */
    public static String bash(Path directory, String script) {
        return run(directory, List.of("bash", "-euo", "pipefail", "-c", script));
    }

    /** Both streams together. */
    static String run(Path directory, List<String> argv) {
        try {
            Process process =
                    new ProcessBuilder(argv)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(argv + " exited with " + code + ":\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
