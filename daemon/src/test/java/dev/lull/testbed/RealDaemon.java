package dev.lull.testbed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lull.cli.Lull;
import dev.lull.cli.Terminal;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The daemon as a process of its own, which may be killed and started again on the same state, and
 * the commands that a person gives it. Closing it leaves nothing behind.
 */
public final class RealDaemon implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path home;
    private final Path socket;
    private @Nullable LullProcess process;

    /** Not started yet. */
    public RealDaemon(String tag) {
        home = Folders.make(tag);
        socket = home.resolve("lull.sock");
    }

    /** A folder that goes with it. */
    public Path home() {
        return home;
    }

    /** What it has written down, to be looked into while it is dead. */
    public Path journal() {
        return state().resolve("lull.db");
    }

    private Path state() {
        return home.resolve("state");
    }

    /** Starts it, or starts it again; returns when it answers. */
    public void start() {
        start(Map.of());
    }

    /**
     * The same.
     *
     * @param environment variables that it has in place of those of this process
     */
    public void start(Map<String, String> environment) {
        process = LullProcess.daemon(state(), socket, "none", environment);
    }

    /** Kills it with SIGKILL; returns when it is gone. */
    public void kill() {
        LullProcess killed = process();
        killed.signal("KILL");
        killed.end();
        killed.close();
        process = null;
    }

    private LullProcess process() {
        LullProcess running = process;
        if (running == null) {
            throw new IllegalStateException("the daemon does not run");
        }
        return running;
    }

    /** What it has printed since it was started. */
    public String printed() {
        return process().printed();
    }

    /** Gives a command, whose words follow {@code lull}; what it prints. It has to end well. */
    public String lull(String... words) {
        List<String> argv = new ArrayList<>(List.of(words));
        argv.addAll(List.of("--socket", socket.toString()));
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed, true);
        BufferedReader nobody = new BufferedReader(new StringReader(""));
        int code =
                Lull.run(
                        argv.toArray(String[]::new),
                        new Terminal(out, out, nobody, false, false),
                        _ -> 1,
                        "tested");
        if (code != 0) {
            throw new AssertionError(argv + " ended with " + code + ":\n" + printed);
        }
        return printed.toString();
    }

    /** The same; what it prints with {@code --json}. */
    public JsonNode json(String... words) {
        List<String> argv = new ArrayList<>(List.of(words));
        argv.add("--json");
        String answer = lull(argv.toArray(String[]::new));
        try {
            return JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + answer, e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        Folders.delete(home);
    }
}
