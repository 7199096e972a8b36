package dev.lull.docker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the processes and commands in the fake's containers do, told beforehand. */
final class FakeProcesses {
    /** Its output and its end; it hangs without one. */
    record Script(@Nullable Integer exitCode, List<String> output) {}

    private final Map<String, FakeStreams> tools = new HashMap<>();
    private final Map<String, Script> processes = new HashMap<>();
    private final Map<String, Script> commands = new HashMap<>();

    void ends(String container, int exitCode, String... output) {
        processes.put(container, new Script(exitCode, List.of(output)));
    }

    void runsOn(String container) {
        processes.remove(container);
    }

    Optional<Script> of(String container) {
        return Optional.ofNullable(processes.get(container));
    }

    void command(
            String container, List<String> argv, @Nullable Integer exitCode, String... output) {
        commands.put(key(container, argv), new Script(exitCode, List.of(output)));
    }

    Optional<Script> of(String container, List<String> argv) {
        return Optional.ofNullable(commands.get(key(container, argv)));
    }

    void streams(String container, FakeStreams tool) {
        tools.put(container, tool);
    }

    Optional<FakeStreams> streamed(String container) {
        return Optional.ofNullable(tools.get(container));
    }

    private static String key(String container, List<String> argv) {
        return container + " " + String.join(" ", argv);
    }
}
