package dev.lull.window;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.StepKind;
import dev.lull.stack.StackName;
import java.time.Duration;
import java.util.List;

/**
 * Something that happened in a window. The journal is a list of these, and nothing else is kept.
 */
public sealed interface Event {

    /**
     * A person opened the window.
     *
     * @param expected how long the door is expected to be closed
     * @param holdBefore steps before which it waits for a person's word
     */
    record Opened(
            StackName stack,
            Change change,
            List<PlannedStep> steps,
            Origin origin,
            Duration expected,
            List<StepKind> holdBefore)
            implements Event {
        public Opened {
            steps = List.copyOf(steps);
            holdBefore = List.copyOf(holdBefore);
        }
    }

    /** What the way back needs is known. */
    record FactsTaken(Facts facts) implements Event {}

    /** A step found something that a later step, or itself after a crash, needs. */
    record Noted(String key, String value) implements Event {}

    /** A step is about to act. Durable before its first effect. */
    record StepStarted(StepKind step) implements Event {}

    /** A step printed something. */
    record Said(StepKind step, List<String> lines) implements Event {
        public Said {
            lines = List.copyOf(lines);
        }
    }

    /** A step found something that a person should know, and goes on. */
    record Warned(StepKind step, String text) implements Event {}

    /** What the step makes so was seen to be so. */
    record StepDone(StepKind step, String summary) implements Event {}

    /** The step did not get there. */
    record StepFailed(StepKind step, String what) implements Event {}

    /** What a reopening step had opened was closed again after it failed. */
    record ClosedAgain(StepKind step, String summary) implements Event {}

    /**
     * What a closing step had made so is so no more, by somebody else's doing: it is to be done
     * again.
     *
     * @param letIn whether visitors may have been let in by it
     */
    record Undone(StepKind step, String what, boolean letIn) implements Event {}

    /**
     * Visitors are not in again although they were expected to be.
     *
     * @param step where the window is
     */
    record Overran(StepKind step) implements Event {}

    /**
     * A person said that it takes longer.
     *
     * @param expected after which time since its opening visitors are expected to be in again
     */
    record Extended(Duration expected, String by) implements Event {}

    /** The window stopped, the door as it is, and waits for a person. */
    record Held(StepKind step, String why) implements Event {}

    /** A person asked for something that the window allows. */
    record Asked(Action action, String by) implements Event {}

    /**
     * The window goes the way back from here.
     *
     * @param end what it ends as when the way back is done
     */
    record TurnedBack(String why, Phase end, List<PlannedStep> steps) implements Event {
        public TurnedBack {
            steps = List.copyOf(steps);
        }
    }

    /** The window is over. */
    record Ended(Phase phase, String summary) implements Event {}
}
