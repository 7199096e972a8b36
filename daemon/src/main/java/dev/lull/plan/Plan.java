package dev.lull.plan;

import dev.lull.stack.StackName;
import java.util.List;

/** The ordered steps that a change needs on a stack. Printed before anything is touched. */
public record Plan(StackName stack, Change change, List<PlannedStep> steps) {
    public Plan {
        steps = List.copyOf(steps);
    }
}
