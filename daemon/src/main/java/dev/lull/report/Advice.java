package dev.lull.report;

import dev.lull.plan.Change;
import dev.lull.plan.StepKind;
import dev.lull.stack.StackName;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.NoteKey;
import dev.lull.window.StepRun;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happened in a window and what a person can do next, in sentences for someone who was woken
 * up by it. Pure.
 *
 * @param happened a few sentences
 * @param next one thing to do a line; empty when there is nothing to do
 */
public record Advice(String happened, List<String> next) {
    public Advice {
        next = List.copyOf(next);
    }

    /** The advice for a window in this state. */
    public static Advice of(WindowId id, WindowState state) {
        if (state.ended().isPresent()) {
            return ended(id, state, state.ended().get());
        }
        if (state.held().isPresent()) {
            return held(id, state, state.held().get());
        }
        String step =
                state.current()
                        .map(s -> " It is at " + s.kind().word() + ": " + s.step().what() + ".")
                        .orElse("");
        if (state.isCopying()) {
            return copying(id);
        }
        String now =
                state.back().isPresent()
                        ? "The window is on its way back, because "
                                + state.back().get().turned().why()
                                + "."
                        : "The window is going on by itself.";
        return new Advice(now + step, List.of("Watch it: lull show " + id));
    }

    private static Advice copying(WindowId id) {
        return new Advice(
                "Visitors are in, and the change is done. The window copies its rollback point"
                        + " off-site, and is over then.",
                List.of(
                        "Watch it: lull show " + id,
                        "End the window without the copy: lull reopen " + id));
    }

    private static Advice ended(WindowId id, WindowState state, Event.Ended ended) {
        StackName stack = state.opened().stack();
        return switch (ended.phase()) {
            case DONE -> done(state, stack);
            case ROLLED_BACK -> rolledBack(id, state, stack);
            case ABORTED ->
                    new Advice(
                            "The window was given up: "
                                    + sentence(ended.summary())
                                    + " Nothing had been changed yet, and what had been closed is"
                                    + " open again.",
                            List.of("Mend the cause, then try again: " + again(state)));
            case REFUSED ->
                    new Advice(
                            "The window was refused before anything was touched: "
                                    + sentence(ended.summary()),
                            List.of(
                                    "See what is wrong with the stack: lull check " + stack,
                                    "Then try again: " + again(state)));
            case PLANNED,
                    PREPARING,
                    CLOSING,
                    QUIET,
                    CHANGING,
                    VALIDATING,
                    REOPENING,
                    WATCHING,
                    ROLLING_BACK,
                    STUCK ->
                    new Advice("The window ended: " + sentence(ended.summary()), List.of());
        };
    }

    private static Advice done(WindowState state, StackName stack) {
        List<String> next = new ArrayList<>();
        point(state)
                .ifPresent(p ->
                        next.add(
                                "If something turns up later, the stack can return to this"
                                        + " window's rollback point; what was written since then"
                                        + " would be lost: lull restore "
                                        + p));
        return new Advice(
                "The change was made and checked behind the closed door, and visitors of "
                        + stack
                        + " are in again. "
                        + notCopied(state)
                                .map(why ->
                                        "But there is no off-site copy of its rollback point: "
                                                + why)
                                .orElse(
                                        "There is nothing you must do."
                                                + copied(state)
                                                        .map(c -> " Its off-site copy: " + c + ".")
                                                        .orElse("")),
                next);
    }

    /** Why the rollback point was to be copied elsewhere and was not. */
    private static Optional<String> notCopied(WindowState state) {
        return state.forward().stream()
                .filter(s -> s.kind() == StepKind.COPY_OFFSITE && s.hasFailed())
                .map(StepRun::text)
                .findFirst();
    }

    private static Optional<String> copied(WindowState state) {
        return Optional.ofNullable(state.notes().get(NoteKey.OFFSITE));
    }

    /** What became of the copy of the rollback point elsewhere, if there was to be one. */
    static Optional<String> offsite(WindowState state) {
        return copied(state).or(() -> notCopied(state).map(why -> "none: " + why));
    }

    private static Advice rolledBack(WindowId id, WindowState state, StackName stack) {
        String why = state.back().map(b -> b.turned().why()).orElse("it was asked for");
        String writes =
                state.visitorsMayHaveWritten()
                        ? "Visitors had been in, or may have been, since the rollback point was"
                                + " taken: what they wrote after that is gone."
                        : "The door was closed all the while, so nothing that visitors wrote is"
                                + " lost.";
        return new Advice(
                stack + " is back as it was before the window. Why: " + why + ". " + writes,
                List.of(
                        "Read what the failed step printed (lull report "
                                + id
                                + "), mend the cause, then try again: "
                                + again(state)));
    }

    private static Advice held(WindowId id, WindowState state, Event.Held held) {
        if (state.back().isPresent()) {
            return stuck(id, state, held);
        }
        if (held.step() == StepKind.WORK) {
            return new Advice(
                    "The stack is quiet and its rollback point is written. It is your turn: do the"
                            + " work; visitors see the page meanwhile.",
                    next(id, state));
        }
        String door =
                doorOpen(state, held.step())
                        ? " Visitors are in."
                        : state.forward().stream()
                                        .anyMatch(s ->
                                                s.kind() == StepKind.CLOSE_APP && s.hasStarted())
                                ? " The door is closed: visitors see the page until you decide."
                                : "";
        return new Advice(
                "The window waits for you at "
                        + held.step().word()
                        + ": "
                        + held.why()
                        + "."
                        + door,
                next(id, state));
    }

    private static boolean doorOpen(WindowState state, StepKind at) {
        return state.reopened() && !(at == StepKind.REOPEN_APP);
    }

    private static Advice stuck(WindowId id, WindowState state, Event.Held held) {
        List<String> next = new ArrayList<>();
        next.add("Mend what the way back stumbled over, then let it go on: lull retry " + id);
        next.add(
                "Or finish by hand with the commands that 'lull show "
                        + id
                        + "' prints, then end the window: lull reopen "
                        + id);
        point(state)
                .ifPresent(p ->
                        next.add("The data is safe in rollback point " + p + ": lull snapshots"));
        return new Advice(
                "The way back itself failed at "
                        + held.step().word()
                        + ": "
                        + held.why()
                        + ". Only a person can go on. It was taken because "
                        + state.back().orElseThrow().turned().why()
                        + ".",
                next);
    }

    private static List<String> next(WindowId id, WindowState state) {
        boolean work = state.held().filter(h -> h.step() == StepKind.WORK).isPresent();
        return state.offers().stream().sorted().map(a -> offer(a, id, state, work)).toList();
    }

    private static String offer(Action action, WindowId id, WindowState state, boolean work) {
        return switch (action) {
            case APPROVE -> "If what you see is right, let the window go on: lull approve " + id;
            case RETRY -> "Mend the cause and do the step again: lull retry " + id;
            case REOPEN ->
                    work
                            ? "When you are done, check it and let visitors in: lull reopen " + id
                            : "Accept what was found and end the window: lull reopen " + id;
            case ROLLBACK ->
                    state.visitorsMayHaveWritten()
                            ? "Return to the rollback point; what visitors wrote since then is"
                                    + " lost: lull rollback "
                                    + id
                                    + " --confirm "
                                    + state.opened().stack()
                            : "Return to the rollback point; nothing of the visitors' is lost:"
                                    + " lull rollback "
                                    + id;
            case ABORT -> "Give up and open again what was there before: lull abort " + id;
        };
    }

    /** The rollback point of this window, once it is written. */
    static Optional<String> point(WindowState state) {
        return Optional.ofNullable(state.notes().get(NoteKey.POINT));
    }

    private static String again(WindowState state) {
        StackName stack = state.opened().stack();
        return switch (state.opened().change()) {
            case Change.Restore restore -> "lull restore " + restore.point();
            case Change.Update _ -> "lull run " + stack;
            case Change.Migrate _, Change.Exec _, Change.None _ ->
                    "lull run " + stack + " --change " + state.opened().change().word();
        };
    }

    /** As a sentence: what a problem ends with may have its full stop already. */
    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
