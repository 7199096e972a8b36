package dev.lull.window;

import dev.lull.plan.PlannedStep;
import dev.lull.plan.StepKind;

/**
 * A planned step and how far it is.
 *
 * @param text its summary, or what failed; empty before
 * @param hasStarted whether it was ever started: stays so when a retry makes it pending again, for
 *     what it did then is not undone
 */
public record StepRun(PlannedStep step, Status status, String text, boolean hasStarted) {

    /** How far a step is. */
    public enum Status {
        PENDING,
        RUNNING,
        DONE,
        FAILED
    }

    static StepRun pending(PlannedStep step) {
        return new StepRun(step, Status.PENDING, "", false);
    }

    StepRun now(Status status, String text) {
        return new StepRun(step, status, text, true);
    }

    /** To be performed once more. */
    StepRun again() {
        return new StepRun(step, Status.PENDING, "", hasStarted);
    }

    public StepKind kind() {
        return step.kind();
    }

    public boolean isDone() {
        return status == Status.DONE;
    }

    public boolean hasFailed() {
        return status == Status.FAILED;
    }
}
