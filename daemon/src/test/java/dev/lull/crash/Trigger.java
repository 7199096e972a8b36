package dev.lull.crash;

import dev.lull.window.Event;
import java.time.Duration;
import java.util.Optional;

/** Says when to strike. It is asked about each append of one life of a daemon, in order. */
interface Trigger {

    /** Whether to strike right before this append. */
    boolean before(Event event);

    /**
     * How long after this append to strike, at the latest right before the step's end is appended;
     * empty for not at all.
     */
    Optional<Duration> after(Event event);

    /** Whether this event tells how a step ended. */
    static boolean endsStep(Event event) {
        return event instanceof Event.StepDone
                || event instanceof Event.StepFailed
                || event instanceof Event.Held;
    }
}
