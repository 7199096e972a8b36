package dev.lull.window;

import dev.lull.plan.Change;
import dev.lull.plan.Plan;
import dev.lull.plan.PlannedStep;
import dev.lull.stack.StackName;
import java.util.List;

/** Plans for stacks as they are now. Reads, touches nothing. */
public interface Planner {

    /**
     * The way forward.
     *
     * @throws RefusedException when there is no such stack or its labels make no plan possible
     */
    Plan forward(StackName stack, Change change);

    /**
     * The way back, from what is journaled alone.
     *
     * @param change that is given up
     * @param changed whether it may have touched anything
     */
    List<PlannedStep> back(Facts facts, Change change, boolean changed);
}
