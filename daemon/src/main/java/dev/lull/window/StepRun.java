package dev.lull.window;

import dev.lull.plan.PlannedStep;
import dev.lull.plan.StepKind;

/**
 * A planned step and how far it is.
 *
 * @param text its summary, or what failed; empty before
 */
public record StepRun(PlannedStep step, Status status, String text) {

    /** How far a step is. */
    public enum Status {
        PENDING,
        RUNNING,
        DONE,
        FAILED
    }

    static StepRun pending(PlannedStep step) {
        return new StepRun(step, Status.PENDING, "");
    }

    StepRun now(Status status, String text) {
        return new StepRun(step, status, text);
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

    public boolean hasStarted() {
        return status != Status.PENDING;
    }
}
