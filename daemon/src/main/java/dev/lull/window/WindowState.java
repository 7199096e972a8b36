package dev.lull.window;

import dev.lull.plan.Phase;
import dev.lull.plan.PlannedStep.OnFailure;
import dev.lull.plan.StepKind;
import dev.lull.window.StepRun.Status;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Where a window is: a fold over its events. {@link #next} serves live runs and replay alike and
 * rejects what can't follow.
 *
 * @param opened the first event
 * @param forward the steps of the plan
 * @param back the way back, once taken
 * @param facts once taken
 * @param notes by key, latest
 * @param held why it waits for a person
 * @param turning the action that asks for the way back, until it is taken
 * @param closedAgain reopening steps that failed and whose layer was closed again
 * @param ended its end
 */
public record WindowState(
        Event.Opened opened,
        List<StepRun> forward,
        Optional<WayBack> back,
        Optional<Facts> facts,
        Map<String, String> notes,
        Optional<Event.Held> held,
        Optional<Event.Asked> turning,
        Set<StepKind> closedAgain,
        Optional<Event.Ended> ended) {

    /** The steps of the way back, why it was taken, and what the window ends as. */
    public record WayBack(Event.TurnedBack turned, List<StepRun> steps) {
        public WayBack {
            steps = List.copyOf(steps);
        }
    }

    /** From here on the change may have touched something. */
    private static final Set<StepKind> CHANGING =
            EnumSet.of(
                    StepKind.CHANGE,
                    StepKind.MIGRATE,
                    StepKind.EXEC,
                    StepKind.WORK,
                    StepKind.RESTORE_VOLUMES,
                    StepKind.RESTORE_CONTAINERS);

    public WindowState {
        forward = List.copyOf(forward);
        notes = Map.copyOf(notes);
        closedAgain = Set.copyOf(closedAgain);
    }

    /** The state after the first event. */
    public static WindowState of(Event.Opened opened) {
        return new WindowState(
                opened,
                opened.steps().stream().map(StepRun::pending).toList(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty());
    }

    /**
     * Folds a whole journal.
     *
     * @throws IllegalStateException if the events can't have happened in this order
     */
    public static WindowState replay(List<Recorded> events) {
        if (events.isEmpty() || !(events.getFirst().event() instanceof Event.Opened opened)) {
            throw new IllegalStateException("the journal of a window begins with 'opened'");
        }
        WindowState state = of(opened);
        for (Recorded recorded : events.subList(1, events.size())) {
            state = state.next(recorded.event());
        }
        return state;
    }

    /**
     * The state after this event.
     *
     * @throws IllegalStateException if it can't follow
     */
    public WindowState next(Event event) {
        allow(ended.isEmpty() || event instanceof Event.Said, event);
        return switch (event) {
            case Event.Opened _ -> throw impossible(event);
            case Event.FactsTaken taken -> {
                allow(!begun(StepKind.ANNOUNCE), event);
                yield withFacts(taken.facts());
            }
            case Event.Noted noted -> withNote(noted);
            case Event.Said _, Event.Warned _, Event.Overran _ -> this;
            case Event.StepStarted started -> {
                allow(isGoingOn() && isNext(started.step()), event);
                yield with(started.step(), Status.RUNNING, "");
            }
            case Event.StepDone done -> {
                allow(is(done.step(), Status.RUNNING), event);
                yield with(done.step(), Status.DONE, done.summary());
            }
            case Event.StepFailed failed -> {
                allow(is(failed.step(), Status.RUNNING), event);
                yield with(failed.step(), Status.FAILED, failed.what());
            }
            case Event.ClosedAgain closed -> {
                allow(is(closed.step(), Status.FAILED), event);
                yield withClosedAgain(closed.step());
            }
            case Event.Undone undone -> {
                allow(is(undone.step(), Status.DONE), event);
                yield with(undone.step(), Status.PENDING, undone.what());
            }
            case Event.Held now -> {
                allow(isGoingOn(), event);
                yield withHeld(Optional.of(now));
            }
            case Event.Asked asked -> {
                allow(offers().contains(asked.action()), event);
                yield afterAsked(asked);
            }
            case Event.TurnedBack turned -> {
                allow(back.isEmpty() && held.isEmpty(), event);
                yield turnedBack(turned);
            }
            case Event.Ended end -> withEnded(end);
        };
    }

    /** What a person may ask now. */
    public Set<Action> offers() {
        Set<Action> offers = EnumSet.noneOf(Action.class);
        if (ended.isPresent() || turning.isPresent()) {
            return offers;
        }
        if (back.isPresent()) {
            if (held.isPresent()) {
                offers.add(Action.RETRY);
                offers.add(Action.REOPEN);
            }
            return offers;
        }
        if (held.isPresent()) {
            StepKind at = held.get().step();
            offers.add(at == StepKind.WORK ? Action.REOPEN : Action.RETRY);
            if (at == StepKind.WATCH) {
                offers.add(Action.REOPEN);
            }
        }
        if (changed()) {
            offers.add(Action.ROLLBACK);
        }
        if (!reopened()) {
            offers.add(Action.ABORT);
        }
        return offers;
    }

    /** Whether the change may have touched anything. */
    public boolean changed() {
        return forward.stream().anyMatch(s -> CHANGING.contains(s.kind()) && s.hasStarted());
    }

    /** Whether visitors may have been let in to what the change left, and so may have written. */
    public boolean reopened() {
        return begun(StepKind.REOPEN_APP);
    }

    /** Whether visitors are in again, on the way forward or back. */
    public boolean visitorsAreIn() {
        return is(StepKind.REOPEN_APP, Status.DONE);
    }

    /** The steps that are being gone through: forward, or the way back once it was taken. */
    public List<StepRun> steps() {
        return back.map(WayBack::steps).orElse(forward);
    }

    /** The first step that is not done, failures that don't matter passed over. */
    public Optional<StepRun> current() {
        return steps().stream()
                .filter(s -> !s.isDone())
                .filter(s -> !s.hasFailed() || s.step().onFailure() != OnFailure.GO_ON)
                .findFirst();
    }

    /** Where the window is; {@link #held} comes on top of it. */
    public Phase phase() {
        if (ended.isPresent()) {
            return ended.get().phase();
        }
        if (back.isPresent()) {
            return held.isPresent() ? Phase.STUCK : Phase.ROLLING_BACK;
        }
        if (forward.stream().noneMatch(StepRun::hasStarted)) {
            return Phase.PLANNED;
        }
        return current().map(s -> s.step().phase()).orElse(Phase.DONE);
    }

    /** Neither held nor about to turn back. */
    private boolean isGoingOn() {
        return held.isEmpty() && turning.isEmpty();
    }

    private boolean begun(StepKind kind) {
        return forward.stream().anyMatch(s -> s.kind() == kind && s.hasStarted());
    }

    private boolean isNext(StepKind kind) {
        return current().filter(s -> s.kind() == kind && !s.hasFailed()).isPresent();
    }

    private boolean is(StepKind kind, Status status) {
        return steps().stream().anyMatch(s -> s.kind() == kind && s.status() == status);
    }

    private void allow(boolean allowed, Event event) {
        if (!allowed) {
            throw impossible(event);
        }
    }

    private IllegalStateException impossible(Event event) {
        return new IllegalStateException(
                event.getClass().getSimpleName() + " can't follow in a window that is " + phase());
    }

    private WindowState afterAsked(Event.Asked asked) {
        return switch (asked.action()) {
            case RETRY -> retried();
            case REOPEN ->
                    back.isPresent()
                            ? finishedByHand(asked)
                            : withHeld(Optional.empty())
                                    .with(
                                            held.orElseThrow().step(),
                                            Status.DONE,
                                            "by " + asked.by());
            case ROLLBACK, ABORT -> withTurning(Optional.of(asked)).withHeld(Optional.empty());
        };
    }

    /** A person has taken the way back to its end: nothing of it is left to do. */
    private WindowState finishedByHand(Event.Asked asked) {
        UnaryOperator<StepRun> done =
                s -> s.isDone() ? s : s.now(Status.DONE, "by hand, says " + asked.by());
        return new WindowState(
                opened,
                forward,
                back.map(b -> new WayBack(b.turned(), b.steps().stream().map(done).toList())),
                facts,
                notes,
                Optional.empty(),
                turning,
                closedAgain,
                ended);
    }

    /** What failed is to be done again; an app that was closed again is validated again first. */
    private WindowState retried() {
        boolean revalidate = closedAgain.contains(StepKind.REOPEN_APP);
        UnaryOperator<StepRun> reset =
                s -> s.hasFailed() || (revalidate && s.kind() == StepKind.VALIDATE) ? s.again() : s;
        return new WindowState(
                opened,
                back.isPresent() ? forward : forward.stream().map(reset).toList(),
                back.map(b -> new WayBack(b.turned(), b.steps().stream().map(reset).toList())),
                facts,
                notes,
                Optional.empty(),
                turning,
                Set.of(),
                ended);
    }

    private WindowState turnedBack(Event.TurnedBack turned) {
        WayBack way = new WayBack(turned, turned.steps().stream().map(StepRun::pending).toList());
        List<StepRun> interrupted =
                forward.stream()
                        .map(s ->
                                s.status() == Status.RUNNING
                                        ? s.now(Status.FAILED, "interrupted")
                                        : s)
                        .toList();
        return new WindowState(
                opened,
                interrupted,
                Optional.of(way),
                facts,
                notes,
                Optional.empty(),
                Optional.empty(),
                closedAgain,
                ended);
    }

    private WindowState with(StepKind kind, Status status, String text) {
        UnaryOperator<StepRun> change = s -> s.kind() == kind ? s.now(status, text) : s;
        return new WindowState(
                opened,
                back.isPresent() ? forward : forward.stream().map(change).toList(),
                back.map(b -> new WayBack(b.turned(), b.steps().stream().map(change).toList())),
                facts,
                notes,
                held,
                turning,
                closedAgain,
                ended);
    }

    private WindowState withFacts(Facts taken) {
        return new WindowState(
                opened,
                forward,
                back,
                Optional.of(taken),
                notes,
                held,
                turning,
                closedAgain,
                ended);
    }

    private WindowState withNote(Event.Noted noted) {
        Map<String, String> more = new HashMap<>(notes);
        more.put(noted.key(), noted.value());
        return new WindowState(
                opened, forward, back, facts, more, held, turning, closedAgain, ended);
    }

    private WindowState withHeld(Optional<Event.Held> now) {
        return new WindowState(
                opened, forward, back, facts, notes, now, turning, closedAgain, ended);
    }

    private WindowState withTurning(Optional<Event.Asked> now) {
        return new WindowState(opened, forward, back, facts, notes, held, now, closedAgain, ended);
    }

    private WindowState withClosedAgain(StepKind kind) {
        Set<StepKind> more = EnumSet.of(kind);
        more.addAll(closedAgain);
        return new WindowState(opened, forward, back, facts, notes, held, turning, more, ended);
    }

    private WindowState withEnded(Event.Ended end) {
        return new WindowState(
                opened,
                forward,
                back,
                facts,
                notes,
                Optional.empty(),
                Optional.empty(),
                closedAgain,
                Optional.of(end));
    }
}
