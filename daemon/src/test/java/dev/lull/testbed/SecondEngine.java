package dev.lull.testbed;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * An engine in a network namespace of its own, that tests may kill: {@code src/testbed/engine}.
 * Closing it ends it and removes all that it had.
 */
public final class SecondEngine implements AutoCloseable {
    /** What a guestbook and its page are made of. */
    private static final List<String> IMAGES =
            List.of(
                    "lull-guestbook:1",
                    "lull-guestbook:2",
                    "lull-guestbook:2-bad-migration",
                    "lull-guestbook-proxy:1",
                    "lull-guestbook-db:1",
                    "lull-guestbook-redis:1",
                    TestLull.PAGE_IMAGE);

    private static final String DATA =
            Objects.requireNonNullElse(System.getenv("LULL_ENGINES"), "/var/lib/lull-testbed");

    private final String name;

    /** Names one; it need not be there yet. */
    public SecondEngine(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Starts it, or starts it again after it was killed; returns when it answers. */
    public void start() {
        run("start");
    }

    /** Gives it the images of a guestbook. */
    public void load() {
        run("load", IMAGES.toArray(String[]::new));
    }

    /** Kills its dockerd with SIGKILL; returns when it is gone. */
    public void kill() {
        run("kill");
    }

    /** Ends it, if it runs, and removes what is left of it. */
    public void stop() {
        run("stop");
    }

    @Override
    public void close() {
        stop();
    }

    /** Where it is found by clients inside of its namespace. */
    public URI socket() {
        return URI.create("unix:///run/lull-testbed/engines/" + name + "/docker.sock");
    }

    /** A folder that goes with it. */
    public Path temp() {
        return Path.of(DATA, name, "tmp");
    }

    /** The command line that runs a command in its namespace, with it as the engine. */
    public List<String> inside(List<String> command) {
        return Stream.concat(Stream.of(script(), "exec", name), command.stream()).toList();
    }

    private void run(String verb, String... arguments) {
        List<String> argv = new ArrayList<>(List.of(script(), verb, name));
        argv.addAll(List.of(arguments));
        Sh.run(Path.of("/"), argv);
    }

    private static String script() {
        return TestBed.root().resolve("src/testbed/engine").toString();
    }
}
