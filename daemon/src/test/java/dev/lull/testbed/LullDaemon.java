package dev.lull.testbed;

import dev.lull.app.Settings;
import dev.lull.app.Wiring;
import dev.lull.plan.Change;
import dev.lull.stack.StackName;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The real daemon, all but its HTTP side, in this process, on a state directory of its own. Closing
 * it removes that.
 */
public final class LullDaemon implements AutoCloseable {
    /** As {@code src/testbed/images} builds it. */
    public static final String PAGE_IMAGE = "lull-testbed/nginx:latest";

    /** What an update is when nothing more is said. */
    public static final Change UPDATE = new Change.Update(Map.of(), false);

    private static final URI ENGINE =
            URI.create(
                    Optional.ofNullable(System.getenv("DOCKER_HOST"))
                            .orElse("unix:///var/run/docker.sock"));
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(10);

    private final Path state;
    private final Wiring wiring;

    public LullDaemon() {
        try {
            state = Files.createTempDirectory("lull-daemon-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        wiring =
                new Wiring(
                        new Settings(
                                state,
                                ENGINE,
                                PAGE_IMAGE,
                                state.resolve("lull.sock"),
                                Optional.empty()),
                        Clock.systemUTC());
        wiring.start();
    }

    /** What it is made of. */
    public Wiring wiring() {
        return wiring;
    }

    /** Its state directory. */
    public Path state() {
        return state;
    }

    /** Opens a window; returns at once. */
    public WindowId open(ExampleStack stack, Change change) {
        return wiring.windows()
                .open(new StackName(stack.project()), change, "testbed", "", Duration.ofMinutes(2));
    }

    /**
     * Opens a window and waits until it has ended or is held.
     *
     * @param steps is told every event as it is recorded
     */
    public WindowState run(ExampleStack stack, Change change, Consumer<Recorded> steps)
            throws InterruptedException {
        return follow(open(stack, change), 0, steps);
    }

    /**
     * Waits until a window has ended or is held.
     *
     * @param after only events with a higher sequence are told
     */
    public WindowState follow(WindowId id, long after, Consumer<Recorded> steps)
            throws InterruptedException {
        long giveUp = System.nanoTime() + LONGEST_WINDOW.toNanos();
        long told = after;
        long seen = 0;
        while (true) {
            WindowState now = wiring.windows().state(id);
            for (Recorded event : wiring.windows().events(id, told)) {
                told = event.sequence();
                steps.accept(event);
            }
            if (now.ended().isPresent() || now.held().isPresent()) {
                return now;
            }
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("window " + id + " does not end: " + now.phase());
            }
            seen = wiring.windows().await(seen, Duration.ofSeconds(1));
        }
    }

    @Override
    public void close() {
        wiring.close();
        ExampleStack.delete(state);
    }
}
