package dev.lull.crash;

import dev.lull.app.Settings;
import dev.lull.app.Wiring;
import dev.lull.plan.Change;
import dev.lull.plan.StepKind;
import dev.lull.stack.StackName;
import dev.lull.testbed.Engines;
import dev.lull.testbed.TestLull;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import dev.lull.window.Windows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The daemon as a process of its own, that dies at a point: opens the window of a scenario, or goes
 * on with it, plays the person where there is one, and writes what happened to a file at the end.
 *
 * <p>Arguments: state directory, stack, scenario, when, event, millis, result file.
 */
final class CrashingDaemon {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private CrashingDaemon() {}

    public static void main(String[] args) throws Exception {
        Scenario scenario = Scenario.named(args[2]);
        CrashPoint point =
                new CrashPoint(
                        scenario,
                        CrashPoint.When.valueOf(args[3]),
                        Integer.parseInt(args[4]),
                        Integer.parseInt(args[5]),
                        "");
        Settings settings = new Settings(Path.of(args[0]), Engines.socket(), TestLull.PAGE_IMAGE);
        try (Wiring lull =
                new Wiring(
                        settings,
                        Clock.systemUTC(),
                        journal -> new CrashingJournal(journal, point))) {
            lull.tidy();
            lull.start();
            Windows windows = lull.windows();
            WindowId id =
                    windows.all().isEmpty()
                            ? windows.open(
                                    new StackName(args[1]),
                                    new Change.Update(Map.of(), false),
                                    "matrix",
                                    scenario.word(),
                                    Duration.ofMinutes(5))
                            : windows.all().getFirst();
            follow(windows, id, scenario);
            Files.write(Path.of(args[6]), result(windows, id));
        }
        System.exit(0);
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
                && state.current().filter(s -> s.kind() == StepKind.WATCH).isPresent();
    }

    /** The phase, where it is held, then a line an event: time, a blank, what. */
    private static List<String> result(Windows windows, WindowId id) {
        WindowState state = windows.state(id);
        List<String> lines = new ArrayList<>();
        lines.add(state.phase().word());
        lines.add(state.held().map(h -> h.step().word() + ": " + h.why()).orElse(""));
        for (Recorded recorded : windows.events(id, 0)) {
            if (!(recorded.event() instanceof Event.Said)) {
                lines.add(recorded.at() + " " + describe(recorded.event()));
            }
        }
        return lines;
    }

    private static String describe(Event event) {
        String name = event.getClass().getSimpleName();
        return switch (event) {
            case Event.StepStarted e -> name + " " + e.step().word();
            case Event.StepDone e -> name + " " + e.step().word();
            case Event.StepFailed e -> name + " " + e.step().word() + " " + oneLine(e.what());
            case Event.Noted e -> name + " " + e.key();
            case Event.Undone e -> name + " " + e.step().word() + " " + oneLine(e.what());
            case Event.Overran e -> name + " " + e.step().word();
            case Event.Held e -> name + " " + e.step().word() + " " + oneLine(e.why());
            case Event.Warned e -> name + " " + oneLine(e.text());
            case Event.TurnedBack e -> name + " " + oneLine(e.why());
            case Event.Ended e -> name + " " + e.phase().word();
            case Event.Asked e -> name + " " + e.action().word();
            case Event.ClosedAgain e -> name + " " + e.step().word();
            case Event.Opened _, Event.FactsTaken _, Event.Said _ -> name;
        };
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ');
    }
}
