package dev.lull.report;

import dev.lull.plan.StepKind;
import dev.lull.stack.Durations;
import dev.lull.stack.ProgressLine;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.NoteKey;
import dev.lull.window.Recorded;
import dev.lull.window.StepRun;
import dev.lull.window.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A window's events laid out in time: when each step ran, what it said last, and how long the door
 * was closed. Pure.
 *
 * @param forward the steps of the plan
 * @param back the steps of the way back; empty if it was not taken
 * @param warnings in order
 * @param door the intervals in which visitors saw the page
 * @param overran since when the window takes longer than expected
 */
public record Timeline(
        List<TimedStep> forward,
        List<TimedStep> back,
        List<Warning> warnings,
        List<Closed> door,
        Optional<Overran> overran) {

    private static final int TAIL = 40;

    public Timeline {
        forward = List.copyOf(forward);
        back = List.copyOf(back);
        warnings = List.copyOf(warnings);
        door = List.copyOf(door);
    }

    /**
     * A step in time.
     *
     * @param startedAt of its last attempt; a crash in the midst does not count as a new one
     * @param tail the last lines that it printed
     */
    public record TimedStep(
            StepRun run,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            List<String> tail) {
        public TimedStep {
            tail = List.copyOf(tail);
        }

        /** How long it took, or has been running. */
        public Optional<Duration> elapsed(Instant now) {
            return startedAt.map(s -> Durations.between(s, endedAt.orElse(now)));
        }
    }

    /** Something that a person should know, that stopped nothing. */
    public record Warning(Instant at, StepKind step, String text) {}

    /**
     * Visitors were not in again when they were expected to be.
     *
     * @param step where the window was
     */
    public record Overran(Instant at, StepKind step) {}

    /**
     * Visitors saw the page.
     *
     * @param until empty while they still do
     */
    public record Closed(Instant from, Optional<Instant> until) {
        Duration length(Instant now) {
            return Durations.between(from, until.orElse(now));
        }
    }

    /** How long visitors saw the page, in all. */
    public Duration doorClosed(Instant now) {
        return door.stream().map(c -> c.length(now)).reduce(Duration.ZERO, Duration::plus);
    }

    /** Whether visitors see the page now. */
    public boolean isDoorClosed() {
        return !door.isEmpty() && door.getLast().until().isEmpty();
    }

    /** The steps that are being gone through. */
    public List<TimedStep> current() {
        return back.isEmpty() ? forward : back;
    }

    /** Lays a whole journal out. */
    public static Timeline of(List<Recorded> events) {
        return new Fold().all(events);
    }

    private static final class Fold {
        private final List<Warning> warnings = new ArrayList<>();
        private final List<Closed> byNotes = new ArrayList<>();
        private final List<Closed> bySteps = new ArrayList<>();
        private Map<StepKind, Run> runs = new EnumMap<>(StepKind.class);
        private boolean wayBack;
        private final Map<StepKind, Run> forwardRuns = runs;
        private Optional<StepKind> held = Optional.empty();
        private Optional<Overran> overran = Optional.empty();

        Timeline all(List<Recorded> events) {
            WindowState state = WindowState.replay(events);
            events.forEach(this::one);
            Map<StepKind, Run> backRuns = runs;
            return new Timeline(
                    timed(state.forward(), forwardRuns),
                    state.back().map(b -> timed(b.steps(), backRuns)).orElse(List.of()),
                    warnings,
                    byNotes.isEmpty() ? bySteps : byNotes,
                    overran);
        }

        private void one(Recorded recorded) {
            Instant at = recorded.at();
            switch (recorded.event()) {
                case Event.StepStarted started -> started(started.step(), at);
                case Event.Said said -> run(said.step()).said(said.lines());
                case Event.Warned w -> warnings.add(new Warning(at, w.step(), w.text()));
                case Event.StepDone done -> done(done.step(), at);
                case Event.StepFailed failed -> run(failed.step()).ended(at);
                case Event.ClosedAgain again -> closedAgain(again.step(), at);
                case Event.Noted noted -> noted(noted, at);
                case Event.TurnedBack _ -> {
                    runs.values().forEach(r -> r.interrupted(at));
                    runs = new EnumMap<>(StepKind.class);
                    wayBack = true;
                }
                case Event.Undone u -> warnings.add(new Warning(at, u.step(), u.what()));
                case Event.Overran o -> overran = Optional.of(new Overran(at, o.step()));
                case Event.Extended _ -> overran = Optional.empty();
                case Event.Held now -> held = Optional.of(now.step());
                case Event.Asked asked -> asked(asked.action(), at);
                case Event.Opened _, Event.FactsTaken _, Event.Ended _ -> {}
            }
        }

        /** A person's word ends the step that waited for it. */
        private void asked(Action action, Instant at) {
            if (action == Action.REOPEN) {
                run(held.orElse(StepKind.COPY_OFFSITE)).ended(at);
            }
            if (action == Action.REOPEN && wayBack) {
                open(bySteps, at); // By hand: the way back is at its end.
                open(byNotes, at);
            }
            held = Optional.empty();
        }

        private Run run(StepKind kind) {
            return runs.computeIfAbsent(kind, _ -> new Run());
        }

        private void started(StepKind kind, Instant at) {
            run(kind).started(at);
            if (kind == StepKind.CLOSE_APP) {
                close(bySteps, at);
            }
        }

        private void done(StepKind kind, Instant at) {
            run(kind).ended(at);
            if (kind == StepKind.REOPEN_APP) {
                open(bySteps, at);
            }
        }

        private void closedAgain(StepKind kind, Instant at) {
            if (kind == StepKind.REOPEN_APP) {
                close(bySteps, at);
            }
        }

        private void noted(Event.Noted noted, Instant at) {
            if (!noted.key().equals(NoteKey.DOOR)) {
                return;
            }
            if (noted.value().equals(NoteKey.CLOSED)) {
                close(byNotes, at);
            } else {
                open(byNotes, at);
            }
        }

        private static void close(List<Closed> door, Instant at) {
            if (door.isEmpty() || door.getLast().until().isPresent()) {
                door.add(new Closed(at, Optional.empty()));
            }
        }

        private static void open(List<Closed> door, Instant at) {
            if (!door.isEmpty() && door.getLast().until().isEmpty()) {
                door.set(door.size() - 1, new Closed(door.getLast().from(), Optional.of(at)));
            }
        }

        private static List<TimedStep> timed(List<StepRun> steps, Map<StepKind, Run> runs) {
            return steps.stream()
                    .map(s -> runs.getOrDefault(s.kind(), new Run()).timed(s))
                    .toList();
        }
    }

    /** What happened to one step. */
    private static final class Run {
        private Optional<Instant> startedAt = Optional.empty();
        private Optional<Instant> endedAt = Optional.empty();
        private final Deque<String> tail = new ArrayDeque<>();

        void started(Instant at) {
            if (startedAt.isEmpty() || endedAt.isPresent()) {
                startedAt = Optional.of(at);
                endedAt = Optional.empty();
                tail.clear();
            }
        }

        void ended(Instant at) {
            endedAt = Optional.of(at);
        }

        void interrupted(Instant at) {
            if (startedAt.isPresent() && endedAt.isEmpty()) {
                ended(at);
            }
        }

        void said(List<String> lines) {
            for (String line : lines) {
                if (!tail.isEmpty() && ProgressLine.isNewer(line, tail.getLast())) {
                    tail.removeLast();
                }
                tail.addLast(line);
            }
            while (tail.size() > TAIL) {
                tail.removeFirst();
            }
        }

        /** A step that is to be done again has no times yet. */
        TimedStep timed(StepRun run) {
            if (run.status() == StepRun.Status.PENDING) {
                return new TimedStep(run, Optional.empty(), Optional.empty(), List.of());
            }
            return new TimedStep(run, startedAt, endedAt, List.copyOf(tail));
        }
    }
}
