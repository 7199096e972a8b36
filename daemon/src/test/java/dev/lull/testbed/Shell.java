package dev.lull.testbed;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs commands as a person pastes them: in one shell, until one fails. */
public final class Shell {
    private Shell() {}

    /** What they printed. */
    public static String run(List<String> commands) {
        return Sh.run(
                Path.of("/"),
                Map.of(),
                List.of("bash", "-e", "-o", "pipefail", "-c", String.join("\n", commands)));
    }
}
