package dev.lull.step;

import dev.lull.plan.Change;
import dev.lull.plan.OffsiteCopy;
import dev.lull.plan.Plan;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.Plans;
import dev.lull.stack.Problem;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.window.Facts;
import dev.lull.window.Planner;
import dev.lull.window.RefusedException;
import dev.lull.window.RefusedException.Reason;
import java.util.List;
import java.util.Optional;

/** Plans from the stacks as they are now, and the way back from the facts. */
public final class StackPlanner implements Planner {
    private final Stacks stacks;
    private final Optional<OffsiteCopy> copy;

    /** One whose windows copy their rollback points nowhere. */
    public StackPlanner(Stacks stacks) {
        this(stacks, Optional.empty());
    }

    /**
     * The same.
     *
     * @param copy where the rollback point of each window goes
     */
    public StackPlanner(Stacks stacks, Optional<OffsiteCopy> copy) {
        this.stacks = stacks;
        this.copy = copy;
    }

    @Override
    public Plan forward(StackName name, Change change) {
        Stack stack =
                stacks.find(name)
                        .orElseThrow(() ->
                                new RefusedException(
                                        Reason.NOT_FOUND,
                                        "there is no stack "
                                                + name
                                                + " on this host; see 'lull stacks'"));
        List<String> errors =
                stack.problems().stream().filter(Problem::isError).map(Problem::toString).toList();
        if (!errors.isEmpty()) {
            throw new RefusedException(
                    Reason.INVALID,
                    "stack " + name + " is not ready for a window; nothing was touched",
                    errors);
        }
        return Plans.forward(stack, change, copy);
    }

    @Override
    public List<PlannedStep> back(Facts facts, boolean changed) {
        return Plans.back(Scene.stack(facts), changed);
    }
}
