package dev.lull.testbed;

import dev.lull.app.Settings;
import dev.lull.app.Wiring;
import dev.lull.plan.Change;
import dev.lull.plan.StepKind;
import dev.lull.stack.StackName;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.Origin;
import dev.lull.window.Recorded;
import dev.lull.window.RefusedException;
import dev.lull.window.WindowId;
import dev.lull.window.WindowRequest;
import dev.lull.window.WindowState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Lull on the real engine, in this process, with a state directory of its own. */
public final class TestLull implements AutoCloseable {
    public static final String PAGE_IMAGE = "lull-testbed/nginx:latest";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path state;
    private Wiring wiring;

    public TestLull() {
        this(Folders.make("state"));
    }

    private TestLull(Path state) {
        this.state = state;
        wiring = start(Clock.systemUTC());
    }

    private Wiring start(Clock clock) {
        Wiring started = new Wiring(new Settings(state, TestBed.socket(), PAGE_IMAGE), clock);
        started.tidy();
        started.start();
        return started;
    }

    /**
     * Stops, in mid-window too, and starts again on the same state.
     *
     * @param clock of the new life
     * @param meanwhile what happens in between
     */
    public void restart(Clock clock, Runnable meanwhile) {
        wiring.close();
        meanwhile.run();
        wiring = start(clock);
    }

    /** One whose state directory has this much room. */
    public static TestLull withRoom(int mebibytes) {
        return new TestLull(new SmallDisk(mebibytes).folder());
    }

    public Wiring wiring() {
        return wiring;
    }

    public static Change update() {
        return new Change.Update(Map.of(), false);
    }

    /** Opens a window and waits until it ended or is held. */
    public WindowId run(ExampleStack stack, Change change) {
        WindowId id = open(stack, change);
        rest(id);
        return id;
    }

    public WindowId open(ExampleStack stack, Change change) {
        try {
            return wiring.windows()
                    .open(
                            new WindowRequest(
                                    new StackName(stack.project()),
                                    change,
                                    new Origin("tester", "here", "", "a test", "", ""),
                                    Duration.ofMinutes(2)));
        } catch (RefusedException e) {
            List<String> why = new ArrayList<>(List.of(String.valueOf(e.getMessage())));
            why.addAll(e.problems());
            throw new RefusedException(e.reason(), String.join("\n", why), e.problems());
        }
    }

    /**
     * Opens a window and waits until it ended or is held.
     *
     * @param steps is told every event as it is recorded
     */
    public WindowId run(ExampleStack stack, Change change, Consumer<Recorded> steps) {
        WindowId id = open(stack, change);
        long[] told = {0};
        await(
                id,
                state -> {
                    for (Recorded event : wiring.windows().events(id, told[0])) {
                        told[0] = event.sequence();
                        steps.accept(event);
                    }
                    return rests(state);
                });
        return id;
    }

    /** Asks, and waits until the window ended or is held again. */
    public WindowState ask(WindowId id, Action action, Optional<String> confirm) {
        wiring.windows().ask(id, action, "tester", confirm);
        return rest(id);
    }

    /** Waits until the window ended or is held. */
    public WindowState rest(WindowId id) {
        return await(id, TestLull::rests);
    }

    /** Waits until the state is as wanted; says where the window is if it takes too long. */
    public WindowState await(WindowId id, Predicate<WindowState> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long seen = 0;
        WindowState now = state(id);
        while (!wanted.test(now)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("window " + id + " is still " + now.phase() + story(id));
            }
            try {
                seen = wiring.windows().await(seen, Duration.ofMillis(500));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            now = state(id);
        }
        return now;
    }

    /** Waits until it ended or is held. */
    public WindowState awaitRest(WindowId id) {
        return await(id, TestLull::rests);
    }

    /** Waits until this step of the way forward has begun, or the window rests without it. */
    public void awaitStarted(WindowId id, StepKind step) {
        if (!hasStarted(await(id, s -> rests(s) || hasStarted(s, step)), step)) {
            throw new AssertionError(step.word() + " never began" + story(id));
        }
    }

    private static boolean hasStarted(WindowState state, StepKind step) {
        return state.forward().stream().anyMatch(s -> s.kind() == step && s.hasStarted());
    }

    private static boolean rests(WindowState state) {
        return state.ended().isPresent() || state.held().isPresent();
    }

    public WindowState state(WindowId id) {
        return wiring.windows().state(id);
    }

    public List<Recorded> events(WindowId id) {
        return wiring.windows().events(id, 0);
    }

    /** What happened, a line an event, for messages of failing tests. */
    public String story(WindowId id) {
        StringBuilder story = new StringBuilder("\n");
        for (Recorded recorded : events(id)) {
            String text = recorded.event().toString();
            story.append(recorded.at()).append(' ');
            story.append(text, 0, Math.min(text.length(), 400)).append('\n');
        }
        return story.toString();
    }

    /** All output of a step. */
    public List<String> output(WindowId id, StepKind step) {
        return events(id).stream()
                .map(Recorded::event)
                .filter(Event.Said.class::isInstance)
                .map(Event.Said.class::cast)
                .filter(s -> s.step() == step)
                .flatMap(s -> s.lines().stream())
                .toList();
    }

    /** All warnings. */
    public List<String> warnings(WindowId id) {
        return events(id).stream()
                .map(Recorded::event)
                .filter(Event.Warned.class::isInstance)
                .map(e -> ((Event.Warned) e).text())
                .toList();
    }

    @Override
    public void close() {
        wiring.close();
        Folders.delete(state);
    }
}
