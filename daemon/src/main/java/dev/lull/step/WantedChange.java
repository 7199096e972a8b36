package dev.lull.step;

import dev.lull.plan.Change;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.SnapshotException;
import dev.lull.snapshot.Verification;
import dev.lull.stack.Problem;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import dev.lull.window.StepContext;
import java.util.List;

/** What the change asks for: whether the stack has it. */
final class WantedChange {
    private final Points points;

    WantedChange(Points points) {
        this.points = points;
    }

    List<Problem> problems(Stack stack, StepContext context) throws InterruptedException {
        String name = stack.name().value();
        return switch (context.change()) {
            case Change.Migrate _ ->
                    stack.with(Role.APP).stream().anyMatch(s -> s.opening().migrate().isPresent())
                            ? List.of()
                            : List.of(
                                    Problem.error(
                                            name,
                                            "no app service has a migration command",
                                            "Give the app the label lull.migrate: COMMAND"));
            case Change.Exec exec ->
                    stack.service(exec.service()).flatMap(Service::declared).isPresent()
                            ? List.of()
                            : List.of(
                                    Problem.error(
                                            name + " --service " + exec.service(),
                                            "there is no such service in the compose files",
                                            "Name one of its services"));
            case Change.Restore restore -> point(name, restore, context);
            case Change.Update _, Change.None _ -> List.of();
        };
    }

    private List<Problem> point(String stack, Change.Restore restore, StepContext context)
            throws InterruptedException {
        String where = stack + " restore " + restore.point();
        try {
            Verification verification = points.verify(new PointId(restore.point()), context::say);
            boolean ofThisStack =
                    points.find(new PointId(restore.point()))
                            .filter(p -> p.stack().value().equals(stack))
                            .isPresent();
            if (!ofThisStack) {
                return List.of(
                        Problem.error(
                                where, "is a point of another stack", "See 'lull snapshots'"));
            }
            return verification.problems().stream()
                    .map(p -> Problem.error(where, p, "Choose another point: 'lull snapshots'"))
                    .toList();
        } catch (SnapshotException | IllegalArgumentException e) {
            return List.of(
                    Problem.error(where, String.valueOf(e.getMessage()), "See 'lull snapshots'"));
        }
    }
}
