package dev.lull.notify;

import dev.lull.plan.Phase;
import dev.lull.report.Advice;
import dev.lull.stack.StackName;
import dev.lull.window.Event;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.util.Optional;

/**
 * Something about a window that a person should know who is not looking. Pure.
 *
 * @param event a word for programs: {@code announced}, {@code overran}, {@code held}, {@code
 *     stands-still}, {@code turned-back}, or the phase that it ended in
 * @param title one line
 * @param message what happened, and what to do next; may have several lines
 */
public record Notice(StackName stack, WindowId window, String event, String title, String message) {

    /** The maintenance begins. */
    public static Notice announced(
            StackName stack, WindowId window, String by, String expectedBack) {
        return new Notice(
                stack,
                window,
                "announced",
                stack + ": maintenance begins",
                "window " + window + ", opened by " + by + "; expected back at " + expectedBack);
    }

    /** The window neither goes on nor waits for a person. */
    static Notice standsStill(WindowId window, WindowState state, String trouble) {
        return of(window, state, "stands-still", "stands still", trouble);
    }

    /** The window still waits for a person, after the daemon was started again. */
    static Optional<Notice> stillHeld(WindowId window, WindowState state) {
        return state.held().map(held -> of(window, state, "held", "still waits for a person", ""));
    }

    /**
     * What there is to tell of an event.
     *
     * @param state of the window since
     */
    static Optional<Notice> of(WindowId window, WindowState state, Event event) {
        return switch (event) {
            case Event.Held held ->
                    Optional.of(of(window, state, "held", "waits for a person", ""));
            case Event.Overran overran ->
                    Optional.of(
                            of(
                                    window,
                                    state,
                                    "overran",
                                    "takes longer than expected",
                                    "visitors were expected to be in again by now."));
            case Event.TurnedBack back ->
                    Optional.of(of(window, state, "turned-back", "goes the way back", back.why()));
            case Event.Ended ended when ended.phase() != Phase.REFUSED ->
                    Optional.of(
                            of(
                                    window,
                                    state,
                                    ended.phase().word(),
                                    "has ended: " + ended.phase().word(),
                                    ""));
            case Event.Ended _,
                    Event.Opened _,
                    Event.FactsTaken _,
                    Event.Noted _,
                    Event.StepStarted _,
                    Event.Said _,
                    Event.Warned _,
                    Event.StepDone _,
                    Event.StepFailed _,
                    Event.ClosedAgain _,
                    Event.Undone _,
                    Event.Asked _,
                    Event.Extended _ ->
                    Optional.empty();
        };
    }

    private static Notice of(
            WindowId window, WindowState state, String event, String what, String first) {
        StackName stack = state.opened().stack();
        Advice advice = Advice.of(window, state);
        StringBuilder message = new StringBuilder();
        if (!first.isEmpty()) {
            message.append(first).append('\n');
        }
        message.append(advice.happened());
        advice.next().forEach(line -> message.append('\n').append(line));
        return new Notice(
                stack,
                window,
                event,
                stack + ": window " + window + " " + what,
                message.toString());
    }
}
