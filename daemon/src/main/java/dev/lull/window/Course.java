package dev.lull.window;

import dev.lull.plan.PlannedStep;
import dev.lull.plan.PlannedStep.OnFailure;
import dev.lull.plan.StepKind;
import dev.lull.window.StepRun.Status;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The steps of a window and how far each is.
 *
 * @param forward the steps of the plan
 * @param back the way back, once taken; from then on nothing of {@code forward} changes
 */
public record Course(List<StepRun> forward, Optional<WayBack> back) {

    /** From here on the change may have touched something. */
    private static final Set<StepKind> CHANGING =
            EnumSet.of(
                    StepKind.CHANGE,
                    StepKind.MIGRATE,
                    StepKind.EXEC,
                    StepKind.WORK,
                    StepKind.RESTORE_VOLUMES,
                    StepKind.RESTORE_CONTAINERS,
                    StepKind.RESTORE_DUMPS);

    public Course {
        forward = List.copyOf(forward);
    }

    /** The steps of the way back, why it was taken, and what the window ends as. */
    public record WayBack(Event.TurnedBack turned, List<StepRun> steps) {
        public WayBack {
            steps = List.copyOf(steps);
        }
    }

    /** With nothing begun. */
    static Course of(List<PlannedStep> steps) {
        return new Course(steps.stream().map(StepRun::pending).toList(), Optional.empty());
    }

    /** Those that are being gone through. */
    List<StepRun> steps() {
        return back.map(WayBack::steps).orElse(forward);
    }

    /** The first that is not done, failures that don't matter passed over. */
    Optional<StepRun> current() {
        return steps().stream()
                .filter(s -> !s.isDone())
                .filter(s -> !s.hasFailed() || s.step().onFailure() != OnFailure.GO_ON)
                .findFirst();
    }

    /** Whether the change may have touched anything. */
    boolean changed() {
        return CHANGING.stream().anyMatch(this::begun);
    }

    /** Whether the plan's step was ever started. */
    boolean begun(StepKind kind) {
        return forward.stream().anyMatch(s -> s.kind() == kind && s.hasStarted());
    }

    boolean isNext(StepKind kind) {
        return current().filter(s -> s.kind() == kind && !s.hasFailed()).isPresent();
    }

    boolean is(StepKind kind, Status status) {
        return steps().stream().anyMatch(s -> s.kind() == kind && s.status() == status);
    }

    /** The same with each step that is being gone through changed. */
    Course each(UnaryOperator<StepRun> change) {
        return new Course(
                back.isPresent() ? forward : forward.stream().map(change).toList(),
                back.map(b -> new WayBack(b.turned(), b.steps().stream().map(change).toList())));
    }

    /** On the way back; what ran was interrupted. */
    Course turned(Event.TurnedBack turned) {
        Course ended =
                each(s -> s.status() == Status.RUNNING ? s.now(Status.FAILED, "interrupted") : s);
        WayBack way = new WayBack(turned, turned.steps().stream().map(StepRun::pending).toList());
        return new Course(ended.forward(), Optional.of(way));
    }
}
