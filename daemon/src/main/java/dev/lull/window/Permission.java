package dev.lull.window;

import dev.lull.plan.Plan;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.StepKind;
import dev.lull.stack.Durations;
import dev.lull.window.RefusedException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a window takes what a person asks. Pure. */
final class Permission {
    private static final Duration LONGEST = Duration.ofDays(7);

    private Permission() {}

    /**
     * @param confirm the stack's name, where what is asked would lose what visitors wrote
     * @throws RefusedException when the state does not offer it
     */
    static void check(WindowId window, WindowState state, Action action, Optional<String> confirm) {
        if (!state.offers().contains(action)) {
            throw new RefusedException(Reason.CONFLICT, notOffered(window, state, action));
        }
        String stack = state.opened().stack().value();
        if (action == Action.ROLLBACK
                && state.visitorsMayHaveWritten()
                && !confirm.equals(Optional.of(stack))) {
            throw new RefusedException(
                    Reason.UNCONFIRMED,
                    (state.reopened()
                                    ? "visitors have been let in since the rollback point was"
                                            + " taken"
                                    : "somebody else started the app since the rollback point was"
                                            + " taken, so visitors may have been in")
                            + ": everything written since then would be lost. To do it all the same, confirm"
                            + " with the stack's name: 'lull rollback "
                            + window
                            + " --confirm "
                            + stack
                            + "'");
        }
    }

    /**
     * @param seen where who asks has seen it held
     * @throws RefusedException when it is held elsewhere by now, or not any more
     */
    static void checkSeen(WindowId window, WindowState state, StepKind seen) {
        Optional<StepKind> at = state.held().map(Event.Held::step);
        if (!at.equals(Optional.of(seen))) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    "window "
                            + window
                            + " was seen held at "
                            + seen.word()
                            + ", and is "
                            + at.map(step -> "held at " + step.word()).orElse("not held any more")
                            + ": look again before you say so");
        }
    }

    /**
     * @throws RefusedException when visitors are in again, or it would be too long
     */
    static void checkExtension(WindowId window, WindowState state, Duration expected) {
        if (!state.canBeExtended()) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    "window "
                            + window
                            + " is "
                            + state.phase().word()
                            + ": visitors are in, so there is no time left to extend");
        }
        if (expected.compareTo(LONGEST) > 0) {
            throw new RefusedException(
                    Reason.INVALID,
                    "window "
                            + window
                            + " would take "
                            + Durations.print(expected)
                            + "; at most "
                            + Durations.print(LONGEST)
                            + " are possible");
        }
    }

    /**
     * @throws RefusedException when the window could not be held before one of these steps
     */
    static void checkHolds(Plan plan, Set<StepKind> holds) {
        List<StepKind> possible =
                plan.steps().stream()
                        .map(PlannedStep::kind)
                        .filter(k -> k != StepKind.PREPARE)
                        .toList();
        List<String> wrong =
                holds.stream()
                        .filter(k -> !possible.contains(k))
                        .map(StepKind::word)
                        .sorted()
                        .toList();
        if (!wrong.isEmpty()) {
            throw new RefusedException(
                    Reason.INVALID,
                    "the window can't be held before "
                            + String.join(", ", wrong)
                            + ": its plan has "
                            + String.join(", ", possible.stream().map(StepKind::word).toList()));
        }
    }

    private static String notOffered(WindowId window, WindowState state, Action action) {
        String now = "window " + window + " is " + state.phase().word();
        if (state.held().isPresent()) {
            now += ", held at " + state.held().get().step().word();
        }
        if (state.offers().isEmpty()) {
            return now + ": there is nothing to ask of it now, it goes on by itself";
        }
        String offers = String.join(", ", state.offers().stream().map(Action::word).toList());
        String why =
                action == Action.ABORT && state.visitorsMayHaveWritten()
                        ? ": visitors are in again, or may have been, so it can't be aborted any"
                                + " more"
                        : ": " + action.word() + " does not fit now";
        return now + why + "; it offers: " + offers;
    }
}
