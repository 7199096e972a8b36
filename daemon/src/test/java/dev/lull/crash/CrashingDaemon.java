package dev.lull.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.app.Settings;
import dev.lull.app.Wiring;
import dev.lull.crash.CrashPoint.Victim;
import dev.lull.crash.CrashPoint.When;
import dev.lull.plan.Change;
import dev.lull.plan.StepKind;
import dev.lull.stack.StackName;
import dev.lull.testbed.SecondEngine;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import dev.lull.window.Action;
import dev.lull.window.Journal;
import dev.lull.window.Origin;
import dev.lull.window.StepRun;
import dev.lull.window.WindowId;
import dev.lull.window.WindowRequest;
import dev.lull.window.WindowState;
import dev.lull.window.Windows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Phaser;

/**
 * One life of the daemon, as a process of its own: opens the window of a scenario, or goes on with
 * it, plays the person where there is one, and writes how it ended to a file, if it gets there.
 *
 * <p>Arguments: state directory, stack, the {@link CrashPoint}s as JSON, file for the {@link
 * Ending}; the name of the engine where that is the victim.
 */
final class CrashingDaemon {
    /** A line of its log for each time that it has killed its engine. */
    static final String KILLED_DOCKERD = "killed dockerd";

    private static final Duration PATIENCE = Duration.ofMinutes(7);

    private CrashingDaemon() {}

    public static void main(String[] args) throws Exception {
        List<CrashPoint> points =
                List.of(new ObjectMapper().readValue(args[2], CrashPoint[].class));
        CrashPoint point = points.getFirst();
        Settings settings = new Settings(Path.of(args[0]), TestBed.socket(), TestLull.PAGE_IMAGE);
        Phaser restarts = new Phaser(1);
        Runnable strike =
                switch (point.victim()) {
                    case DAEMON -> CrashingDaemon::die;
                    case DOCKERD -> () -> killAndStart(new SecondEngine(args[4]), restarts);
                };
        try (Wiring lull =
                new Wiring(
                        settings,
                        Clock.systemUTC(),
                        journal ->
                                new CrashingJournal(journal, trigger(points, journal), strike))) {
            lull.tidy();
            lull.start();
            Windows windows = lull.windows();
            WindowId id =
                    windows.all().isEmpty()
                            ? open(windows, args[1], point.scenario())
                            : windows.all().getFirst();
            follow(windows, id, point.scenario());
            restarts.arriveAndAwaitAdvance();
            new ObjectMapper().writeValue(Path.of(args[3]).toFile(), ending(windows, id));
        }
        System.exit(0);
    }

    private static Trigger trigger(List<CrashPoint> points, Journal journal) {
        CrashPoint point = points.getFirst();
        Duration middle = Duration.ofMillis(point.millis());
        return switch (point.when()) {
            case NEVER -> new AtPoint(point);
            case BEFORE, AFTER, LATER ->
                    points.size() == 1
                            ? new AtPoint(point)
                            : new InOrder(points, CrashingJournal.open(journal));
            case EACH_STEP, EACH_STEP_BACK ->
                    new InEachStep(
                            CrashingJournal.open(journal),
                            middle,
                            point.when() == When.EACH_STEP_BACK,
                            spared(point.victim()));
        };
    }

    /**
     * Docker leaves an app down that it was killed under: a reason to refuse, and then no window.
     */
    private static Set<StepKind> spared(Victim victim) {
        return victim == Victim.DOCKERD ? EnumSet.of(StepKind.PREPARE) : Set.of();
    }

    private static void die() {
        try {
            new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            Thread.sleep(60_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The engine is dead on return, and comes back by itself. */
    private static synchronized void killAndStart(SecondEngine engine, Phaser restarts) {
        restarts.awaitAdvance(restarts.arrive()); // One that just comes back can't be killed.
        engine.kill();
        System.out.println(KILLED_DOCKERD);
        restarts.register();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        engine.start();
                    } finally {
                        restarts.arriveAndDeregister();
                    }
                });
    }

    private static WindowId open(Windows windows, String stack, Scenario scenario) {
        return windows.open(
                new WindowRequest(
                        new StackName(stack),
                        new Change.Update(Map.of(), false),
                        new Origin("matrix", "here", "", scenario.word(), "", ""),
                        Duration.ofMinutes(5)));
    }

    private static void follow(Windows windows, WindowId id, Scenario scenario)
            throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        long seen = 0;
        WindowState state = windows.state(id);
        while (state.ended().isEmpty() && Instant.now().isBefore(end)) {
            if (wantsRollback(scenario, state)) {
                windows.ask(
                        id, Action.ROLLBACK, "matrix", Optional.of(state.opened().stack().value()));
            } else if (state.held().isPresent()) {
                return;
            }
            seen = windows.await(seen, Duration.ofMillis(300));
            state = windows.state(id);
        }
    }

    private static boolean wantsRollback(Scenario scenario, WindowState state) {
        return scenario == Scenario.ROLLBACK
                && state.offers().contains(Action.ROLLBACK)
                && state.current().filter(CrashingDaemon::isWatching).isPresent();
    }

    /** Not between two steps: where the word comes then would be another point each time. */
    private static boolean isWatching(StepRun step) {
        return step.kind() == StepKind.WATCH && step.hasStarted();
    }

    private static Ending ending(Windows windows, WindowId id) {
        WindowState state = windows.state(id);
        return new Ending(
                state.phase().word(),
                state.held().map(h -> h.step().word() + ": " + h.why()).orElse(""),
                windows.events(id, 0).stream().map(Written::of).toList());
    }
}
