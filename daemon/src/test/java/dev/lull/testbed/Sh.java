package dev.lull.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a tool of this machine and returns what it printed. */
final class Sh {
    private Sh() {}

    static String run(String... argv) {
        return run(Path.of("/"), Map.of(), List.of(argv));
    }

    /** Both streams together; throws with all of it when the tool fails. */
    static String run(Path directory, Map<String, String> env, List<String> argv) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(argv)
                            .directory(directory.toFile())
                            .redirectErrorStream(true);
            builder.environment().putAll(env);
            Process process = builder.start();
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
