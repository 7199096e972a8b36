package dev.lull.window;

import dev.lull.plan.StepKind;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * What people have said about a window so far.
 *
 * @param expected how long after its opening visitors are expected to be in again
 * @param holdBefore steps before which it still waits for a person's word
 */
public record Terms(Duration expected, Set<StepKind> holdBefore) {
    public Terms {
        holdBefore = Set.copyOf(holdBefore);
    }

    static Terms of(Event.Opened opened) {
        return new Terms(opened.expected(), Set.copyOf(opened.holdBefore()));
    }

    Terms expecting(Duration more) {
        return new Terms(more, holdBefore);
    }

    Terms approved(StepKind step) {
        Set<StepKind> left = new TreeSet<>(holdBefore);
        left.remove(step);
        return new Terms(expected, left);
    }

    /** A word that was given for what is to be done again does not count any more. */
    Terms askingAgain(Set<StepKind> steps) {
        Set<StepKind> more = new TreeSet<>(holdBefore);
        more.addAll(steps);
        return new Terms(expected, more);
    }
}
