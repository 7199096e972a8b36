package dev.lull.step;

import dev.lull.plan.Change;
import dev.lull.plan.Known;
import dev.lull.plan.OffsiteCopy;
import dev.lull.plan.Plan;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.Plans;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedDump;
import dev.lull.snapshot.SavedVolume;
import dev.lull.snapshot.SnapshotException;
import dev.lull.stack.Problem;
import dev.lull.stack.ServiceName;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.window.Facts;
import dev.lull.window.Planner;
import dev.lull.window.RefusedException;
import dev.lull.window.RefusedException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Plans from the stacks as they are now, and the way back from the facts. */
public final class StackPlanner implements Planner {
    private final Stacks stacks;
    private final Function<PointId, Optional<RollbackPoint>> points;
    private final Function<StackName, Optional<RollbackPoint>> newest;
    private final Supplier<Optional<OffsiteCopy>> copy;

    /** One that knows of no points, and copies none elsewhere. */
    public StackPlanner(Stacks stacks) {
        this(stacks, _ -> Optional.empty(), _ -> Optional.empty(), Optional::empty);
    }

    /**
     * The same.
     *
     * @param points finds one of that id; may throw {@link SnapshotException}
     * @param newest finds the newest one of a stack
     * @param copy where the rollback point of a window that is planned now goes
     */
    public StackPlanner(
            Stacks stacks,
            Function<PointId, Optional<RollbackPoint>> points,
            Function<StackName, Optional<RollbackPoint>> newest,
            Supplier<Optional<OffsiteCopy>> copy) {
        this.stacks = stacks;
        this.points = points;
        this.newest = newest;
        this.copy = copy;
    }

    @Override
    public Plan forward(StackName name, Change change) {
        Stack stack = ready(stacks, name);
        return Plans.forward(stack, change, new Known(dumped(change), copy.get(), copied(name)));
    }

    /**
     * The stack, if a window could be opened on it as its files and labels are.
     *
     * @throws RefusedException otherwise, with every error
     */
    static Stack ready(Stacks stacks, StackName name) {
        Stack stack =
                stacks.find(name)
                        .orElseThrow(() ->
                                new RefusedException(
                                        Reason.NOT_FOUND,
                                        "there is no stack "
                                                + name
                                                + " on this host; see 'lull stacks'"));
        refuseErrors(name, stack.problems());
        return stack;
    }

    /**
     * Where one of the problems is an error no window can be opened.
     *
     * @throws RefusedException then, with every error
     */
    static void refuseErrors(StackName name, List<Problem> problems) {
        List<String> errors =
                problems.stream().filter(Problem::isError).map(Problem::toString).toList();
        if (!errors.isEmpty()) {
            throw new RefusedException(
                    Reason.INVALID,
                    "stack " + name + " is not ready for a window; nothing was touched",
                    errors);
        }
    }

    private Map<String, String> copied(StackName name) {
        return newest.apply(name).stream()
                .flatMap(p -> p.volumes().stream())
                .collect(Collectors.toMap(SavedVolume::name, SavedVolume::taken));
    }

    /** A point that can't be found or read is for prepare to refuse. */
    private List<ServiceName> dumped(Change change) {
        if (!(change instanceof Change.Restore restore)) {
            return List.of();
        }
        try {
            return points.apply(new PointId(restore.point())).stream()
                    .flatMap(p -> p.dumps().stream())
                    .map(SavedDump::service)
                    .toList();
        } catch (SnapshotException | IllegalArgumentException e) {
            return List.of();
        }
    }

    @Override
    public List<PlannedStep> back(Facts facts, Change change, boolean changed) {
        return Plans.back(Scene.stack(facts), change, changed);
    }
}
