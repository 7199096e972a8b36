package dev.lull.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command {@code lull} as a process of its own, as a user runs it. */
public final class LullProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path log;

    private LullProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * What a command came to.
     *
     * @param printed both streams
     */
    public record End(int code, String printed) {}

    /** Begins a daemon, and waits until it listens. */
    public static LullProcess daemon(Path state, Path socket, String listen) {
        return daemon(state, socket, listen, Map.of());
    }

    /**
     * The same.
     *
     * @param environment variables that it has in place of those of this process
     */
    public static LullProcess daemon(
            Path state, Path socket, String listen, Map<String, String> environment) {
        LullProcess daemon = begin(environment, arguments(state, socket, listen));
        Wait.until(
                () -> "the daemon listens: " + daemon.printed(),
                () -> daemon.printed().contains(" listens on ") || !daemon.process.isAlive());
        return daemon;
    }

    /** The arguments of a daemon. */
    public static String[] arguments(Path state, Path socket, String listen) {
        return new String[] {
            "daemon", "--state", state.toString(), "--socket", socket.toString(), "--listen", listen
        };
    }

    /** Begins a command. */
    public static LullProcess begin(String... arguments) {
        return begin(Map.of(), arguments);
    }

    private static LullProcess begin(Map<String, String> environment, String... arguments) {
        List<String> argv = new ArrayList<>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
        argv.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
        argv.add(System.getProperty("java.class.path"));
        argv.add("dev.lull.app.Main");
        argv.addAll(List.of(arguments));
        try {
            Path log = Files.createTempFile(TestBed.name("command-"), ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put("LULL_PAGE_IMAGE", TestLull.PAGE_IMAGE);
            builder.environment().put("LULL_CONFIG", "/dev/null");
            builder.environment().putAll(environment);
            return new LullProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    public static End run(String... arguments) {
        try (LullProcess command = begin(arguments)) {
            return command.end();
        }
    }

    /** Waits for its end. */
    public End end() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end: " + printed());
            }
            return new End(process.exitValue(), printed());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it has printed so far. */
    public String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Sends a signal, by its name without {@code SIG}. */
    public void signal(String name) {
        Sh.run("kill", "-" + name, Long.toString(pid()));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
