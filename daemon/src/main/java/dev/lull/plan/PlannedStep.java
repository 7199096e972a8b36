package dev.lull.plan;

import java.time.Duration;
import java.util.List;

/**
 * A step of a plan: what it makes so, how long it may take, and what follows when it fails.
 *
 * @param phase where the window is while it runs
 * @param deadline after which it counts as failed
 * @param what one sentence without full stop, for people
 * @param details what it will touch, a line each
 */
public record PlannedStep(
        StepKind kind,
        Phase phase,
        OnFailure onFailure,
        Duration deadline,
        String what,
        List<String> details) {
    public PlannedStep {
        details = List.copyOf(details);
    }

    /** What follows when a step fails. */
    public enum OnFailure {
        /** The window ends; nothing was touched. */
        REFUSE,
        /** The window goes on, with a warning. */
        GO_ON,
        /** The way back. */
        WAY_BACK,
        /** The window stops here and waits for a person. */
        HOLD,
        /** What the step opened is closed again; then the window waits for a person. */
        CLOSE_AND_HOLD,
        /** Only a person can go on: the way back itself failed. */
        STUCK
    }
}
