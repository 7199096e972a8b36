package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.plan.Change;
import dev.lull.snapshot.PinnedImage;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedVolume;
import dev.lull.snapshot.SnapshotException;
import dev.lull.snapshot.Verification;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.Problem;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import dev.lull.window.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the change asks for: whether the stack has it. */
final class WantedChange {
    private final Engine engine;
    private final Points points;

    WantedChange(Engine engine, Points points) {
        this.engine = engine;
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
            List<Problem> problems = new ArrayList<>();
            verification.problems().stream()
                    .map(p -> Problem.error(where, p, "Choose another point: 'lull snapshots'"))
                    .forEach(problems::add);
            if (problems.isEmpty()) {
                RollbackPoint point = points.find(new PointId(restore.point())).orElseThrow();
                if (!point.stack().value().equals(stack)) {
                    return List.of(
                            Problem.error(
                                    where, "is a point of another stack", "See 'lull snapshots'"));
                }
                problems.addAll(missing(where, point));
            }
            return problems;
        } catch (SnapshotException | IllegalArgumentException e) {
            return List.of(
                    Problem.error(where, String.valueOf(e.getMessage()), "See 'lull snapshots'"));
        }
    }

    /** What the point leans on and does not hold itself. */
    List<Problem> missing(String where, RollbackPoint point) {
        List<Problem> problems = new ArrayList<>();
        SavedImages here = new SavedImages(engine, point.images());
        for (PinnedImage image : point.images()) {
            if (here.find(image).isEmpty()) {
                String from = image.digests().stream().findFirst().orElse(image.reference());
                problems.add(
                        Problem.error(
                                where,
                                "the image of "
                                        + image.service()
                                        + " ("
                                        + image.imageId()
                                        + ") is gone",
                                "Pull or load it: 'docker pull " + from + "'"));
            }
        }
        Stream<String> copied =
                point.volumes().stream()
                        .filter(v -> v.kind() != VolumeSource.Kind.BIND)
                        .map(SavedVolume::name);
        Stream<String> dumped =
                point.dumps().stream()
                        .flatMap(d -> d.instead().stream())
                        .filter(name -> !name.startsWith("/"));
        for (String volume : Stream.concat(copied, dumped).distinct().toList()) {
            if (engine.volume(volume).isEmpty()) {
                problems.add(
                        Problem.error(
                                where,
                                "volume " + volume + " is not there any more",
                                "Make it anew: 'docker volume create " + volume + "'"));
            }
        }
        return problems;
    }
}
