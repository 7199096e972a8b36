package dev.lull.window;

import dev.lull.plan.Change;
import dev.lull.plan.Plan;
import dev.lull.plan.StepKind;
import dev.lull.stack.StackName;
import java.time.Duration;
import java.util.Set;

/**
 * What somebody wants a window for.
 *
 * @param expected how long the door is expected to be closed
 * @param holdBefore steps before which the window waits for a person's word
 */
public record WindowRequest(
        StackName stack,
        Change change,
        Origin origin,
        Duration expected,
        Set<StepKind> holdBefore) {
    public WindowRequest {
        holdBefore = Set.copyOf(holdBefore);
    }

    /** With nothing to be held before. */
    public WindowRequest(StackName stack, Change change, Origin origin, Duration expected) {
        this(stack, change, origin, expected, Set.of());
    }

    /** How a window begins that goes by this plan. */
    Event.Opened opened(Plan plan) {
        return new Event.Opened(
                stack,
                change,
                plan.steps(),
                origin,
                expected,
                holdBefore.stream().sorted().toList());
    }

    /** Whether a window was opened for just this. */
    boolean isThatOf(Event.Opened opened) {
        return stack.equals(opened.stack())
                && change.equals(opened.change())
                && origin.isLike(opened.origin())
                && expected.equals(opened.expected())
                && holdBefore.equals(Set.copyOf(opened.holdBefore()));
    }
}
