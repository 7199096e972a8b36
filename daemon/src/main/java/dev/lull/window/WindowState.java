package dev.lull.window;

import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.window.StepRun.Status;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a window is: a fold over its events. {@link #next} serves live runs and replay alike and
 * rejects what can't follow.
 *
 * @param opened the first event
 * @param terms what people have said about it since
 * @param course the steps and how far they are
 * @param facts once taken
 * @param notes by key, latest
 * @param held why it waits for a person
 * @param turning the action that asks for the way back, until it is taken
 * @param intruded whether somebody else ran the app since the change began, so that visitors may
 *     have been in
 * @param closedAgain reopening steps that failed and whose layer was closed again
 * @param ended its end
 */
public record WindowState(
        Event.Opened opened,
        Terms terms,
        Course course,
        Optional<Facts> facts,
        Map<String, String> notes,
        Optional<Event.Held> held,
        Optional<Event.Asked> turning,
        boolean intruded,
        Set<StepKind> closedAgain,
        Optional<Event.Ended> ended) {

    public WindowState {
        notes = Map.copyOf(notes);
        closedAgain = Set.copyOf(closedAgain);
    }

    /** The state after the first event. */
    public static WindowState of(Event.Opened opened) {
        return new WindowState(
                opened,
                Terms.of(opened),
                Course.of(opened.steps()),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                false,
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
                allow(!course.begun(StepKind.ANNOUNCE), event);
                yield withFacts(taken.facts());
            }
            case Event.Noted noted -> noted(noted);
            case Event.Said _, Event.Warned _, Event.Overran _ -> this;
            case Event.Extended extended -> {
                allow(canBeExtended(), event);
                yield withTerms(terms.expecting(extended.expected()));
            }
            case Event.StepStarted started -> {
                allow(isGoingOn() && course.isNext(started.step()), event);
                yield with(started.step(), Status.RUNNING, "");
            }
            case Event.StepDone done -> {
                allow(course.is(done.step(), Status.RUNNING), event);
                yield with(done.step(), Status.DONE, done.summary());
            }
            case Event.StepFailed failed -> {
                allow(course.is(failed.step(), Status.RUNNING), event);
                yield with(failed.step(), Status.FAILED, failed.what());
            }
            case Event.ClosedAgain closed -> {
                allow(course.is(closed.step(), Status.FAILED), event);
                yield closedAgain(closed.step());
            }
            case Event.Undone undone -> {
                allow(course.is(undone.step(), Status.DONE), event);
                WindowState again =
                        intruded(undone.letIn()).with(undone.step(), Status.PENDING, undone.what());
                yield undone.step() == StepKind.VALIDATE && back().isEmpty()
                        ? again.withTerms(terms.askingAgain(again.wantedAgain()))
                        : again;
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
                allow(back().isEmpty() && held.isEmpty(), event);
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
        if (back().isPresent()) {
            if (held.isPresent()) {
                offers.add(Action.RETRY);
                offers.add(Action.REOPEN);
            }
            return offers;
        }
        if (held.isPresent()) {
            StepKind at = held.get().step();
            offers.add(
                    awaitsWord()
                            ? Action.APPROVE
                            : at == StepKind.WORK ? Action.REOPEN : Action.RETRY);
            if (at == StepKind.WATCH || at == StepKind.COPY_OFFSITE) {
                offers.add(Action.REOPEN);
            }
        } else if (isCopying()) {
            offers.add(Action.REOPEN);
        }
        if (changed()) {
            offers.add(Action.ROLLBACK);
        }
        if (!visitorsMayHaveWritten()) {
            offers.add(Action.ABORT);
        }
        return offers;
    }

    /**
     * Whether it is held before a step that somebody wanted to be asked about, with everything
     * before that step done: what is to be done again comes first, and is asked about after it.
     */
    public boolean awaitsWord() {
        return back().isEmpty()
                && held.filter(h -> terms.holdBefore().contains(h.step())).isPresent()
                && current().map(StepRun::kind).equals(held.map(Event.Held::step));
    }

    /** Whether there is a time left at which visitors are expected to be in again. */
    public boolean canBeExtended() {
        return ended.isEmpty() && !visitorsAreIn();
    }

    /** Whether visitors may have been let in to what the change left, and so may have written. */
    public boolean reopened() {
        return course.begun(StepKind.REOPEN_APP);
    }

    /** Whether visitors may have been in, by anybody's doing, since the change began. */
    public boolean visitorsMayHaveWritten() {
        return intruded || reopened();
    }

    /** Whether it was a person's turn to do the work of this window. */
    boolean aPersonMayHaveWorked() {
        return course.begun(StepKind.WORK);
    }

    /** Whether visitors are in again, on the way forward or back. */
    public boolean visitorsAreIn() {
        return course.is(StepKind.REOPEN_APP, Status.DONE);
    }

    /** Whether all that is still done is to copy the rollback point elsewhere. */
    public boolean isCopying() {
        return course.is(StepKind.COPY_OFFSITE, Status.RUNNING);
    }

    /** The steps of the plan. */
    public List<StepRun> forward() {
        return course.forward();
    }

    /** The way back, once taken. */
    public Optional<Course.WayBack> back() {
        return course.back();
    }

    /** The steps that are being gone through: forward, or the way back once it was taken. */
    public List<StepRun> steps() {
        return course.steps();
    }

    /** The first step that is not done, failures that don't matter passed over. */
    public Optional<StepRun> current() {
        return course.current();
    }

    /** Whether the change may have touched anything. */
    public boolean changed() {
        return course.changed();
    }

    /** Where the window is; {@link #held} comes on top of it. */
    public Phase phase() {
        if (ended.isPresent()) {
            return ended.get().phase();
        }
        if (back().isPresent()) {
            return held.isPresent() ? Phase.STUCK : Phase.ROLLING_BACK;
        }
        if (forward().stream().noneMatch(StepRun::hasStarted)) {
            return Phase.PLANNED;
        }
        return current().map(s -> s.step().phase()).orElse(Phase.DONE);
    }

    /** Neither held nor about to turn back. */
    private boolean isGoingOn() {
        return held.isEmpty() && turning.isEmpty();
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
            case APPROVE ->
                    withTerms(terms.approved(held.orElseThrow().step())).withHeld(Optional.empty());
            case RETRY -> retried();
            case REOPEN ->
                    back().isPresent()
                            ? finishedByHand(asked)
                            : passed(asked).withHeld(Optional.empty());
            case ROLLBACK, ABORT -> withTurning(Optional.of(asked)).withHeld(Optional.empty());
        };
    }

    /** A copy that nobody waits for any more is none; the window is over without it. */
    private WindowState passed(Event.Asked asked) {
        StepKind at = held.map(Event.Held::step).orElse(StepKind.COPY_OFFSITE);
        return at == StepKind.COPY_OFFSITE
                ? with(at, Status.FAILED, "given up by " + asked.by())
                : with(at, Status.DONE, "by " + asked.by());
    }

    /** A person has taken the way back to its end: nothing of it is left to do. */
    private WindowState finishedByHand(Event.Asked asked) {
        return with(course.each(
                        s -> s.isDone() ? s : s.now(Status.DONE, "by hand, says " + asked.by())))
                .withHeld(Optional.empty());
    }

    /**
     * What failed is to be done again; an app that was closed again is validated again first. What
     * the person was told and goes on with is noted.
     */
    private WindowState retried() {
        boolean revalidate = closedAgain.contains(StepKind.REOPEN_APP);
        Event.Held told = held.orElseThrow();
        return noted(new Event.Noted(NoteKey.goneOnWith(told.step()), told.why()))
                .with(
                        course.each(s ->
                                s.hasFailed() || (revalidate && s.kind() == StepKind.VALIDATE)
                                        ? s.again()
                                        : s))
                .withTerms(revalidate ? terms.askingAgain(wantedAgain()) : terms)
                .withHeld(Optional.empty())
                .withClosedAgain(Set.of());
    }

    /** What was approved was the app as it had been checked then. */
    private Set<StepKind> wantedAgain() {
        return opened.holdBefore().stream()
                .filter(k -> !course.is(k, Status.DONE))
                .collect(Collectors.toSet());
    }

    private WindowState turnedBack(Event.TurnedBack turned) {
        return with(course.turned(turned)).withTurning(Optional.empty());
    }

    private WindowState with(StepKind kind, Status status, String text) {
        return with(course.each(s -> s.kind() == kind ? s.now(status, text) : s));
    }

    private WindowState closedAgain(StepKind kind) {
        Set<StepKind> more = EnumSet.of(kind);
        more.addAll(closedAgain);
        return withClosedAgain(more);
    }

    private WindowState noted(Event.Noted noted) {
        Map<String, String> more = new HashMap<>(notes);
        more.put(noted.key(), noted.value());
        return new WindowState(
                opened, terms, course, facts, more, held, turning, intruded, closedAgain, ended);
    }

    /** What was written before the change began is no loss: it is not undone. */
    private WindowState intruded(boolean letIn) {
        boolean now = intruded || (letIn && changed());
        return new WindowState(
                opened, terms, course, facts, notes, held, turning, now, closedAgain, ended);
    }

    private WindowState with(Course now) {
        return new WindowState(
                opened, terms, now, facts, notes, held, turning, intruded, closedAgain, ended);
    }

    private WindowState withTerms(Terms now) {
        return new WindowState(
                opened, now, course, facts, notes, held, turning, intruded, closedAgain, ended);
    }

    private WindowState withFacts(Facts now) {
        return new WindowState(
                opened,
                terms,
                course,
                Optional.of(now),
                notes,
                held,
                turning,
                intruded,
                closedAgain,
                ended);
    }

    private WindowState withHeld(Optional<Event.Held> now) {
        return new WindowState(
                opened, terms, course, facts, notes, now, turning, intruded, closedAgain, ended);
    }

    private WindowState withTurning(Optional<Event.Asked> now) {
        return new WindowState(
                opened, terms, course, facts, notes, held, now, intruded, closedAgain, ended);
    }

    private WindowState withClosedAgain(Set<StepKind> now) {
        return new WindowState(
                opened, terms, course, facts, notes, held, turning, intruded, now, ended);
    }

    private WindowState withEnded(Event.Ended now) {
        return new WindowState(
                opened,
                terms,
                course,
                facts,
                notes,
                Optional.empty(),
                Optional.empty(),
                intruded,
                closedAgain,
                Optional.of(now));
    }
}
