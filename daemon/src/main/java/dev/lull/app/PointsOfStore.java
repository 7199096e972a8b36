package dev.lull.app;

import dev.lull.api.RollbackPoints;
import dev.lull.docker.EngineException;
import dev.lull.snapshot.PinnedImage;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.Pruner;
import dev.lull.snapshot.RestorePreview;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SnapshotException;
import dev.lull.snapshot.Surplus;
import dev.lull.snapshot.Verification;
import dev.lull.stack.Retention;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.step.DryRun;
import dev.lull.step.Rebuild;
import dev.lull.window.RefusedException;
import dev.lull.window.WindowId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Shows the rollback points of the store, and removes them. */
final class PointsOfStore implements RollbackPoints {
    private final Points points;
    private final Pruner pruner;
    private final Stacks stacks;
    private final DryRun dryRun;
    private final Rebuild rebuild;

    PointsOfStore(Points points, Pruner pruner, Stacks stacks, DryRun dryRun, Rebuild rebuild) {
        this.points = points;
        this.pruner = pruner;
        this.stacks = stacks;
        this.dryRun = dryRun;
        this.rebuild = rebuild;
    }

    @Override
    public List<Point> points() {
        return points.list().points().stream().map(this::view).toList();
    }

    @Override
    public Optional<Point> point(String id) {
        return find(id).map(this::view);
    }

    private Optional<RollbackPoint> find(String id) {
        try {
            return id(id).flatMap(points::find);
        } catch (SnapshotException.Damaged e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Unreadable> unreadable() {
        return points.list().unreadable().stream()
                .map(u -> new Unreadable(u.folder(), u.problem()))
                .toList();
    }

    @Override
    public Optional<Verified> verify(String id, Consumer<String> progress)
            throws InterruptedException {
        Optional<PointId> known = id(id);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        try {
            Verification verification = points.verify(known.get(), progress);
            return Optional.of(new Verified(verification.bytes(), verification.problems()));
        } catch (SnapshotException.Refused e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<RestorePreview> preview(String id, Consumer<String> progress)
            throws InterruptedException {
        Optional<RollbackPoint> found = find(id);
        return found.isEmpty() ? Optional.empty() : Optional.of(dryRun.of(found.get(), progress));
    }

    @Override
    public Adopted adopt(Path from, Consumer<String> progress) throws InterruptedException {
        Optional<Point> adopted = Optional.empty();
        try {
            RollbackPoint point = points.adopt(from, progress);
            adopted = Optional.of(view(point));
            Rebuild.Result result = rebuild.of(point, progress);
            return new Adopted(adopted, result.made(), result.problems());
        } catch (SnapshotException | EngineException e) {
            return new Adopted(adopted, List.of(), List.of(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public boolean delete(String id) throws InterruptedException {
        boolean there =
                point(id).isPresent() || unreadable().stream().anyMatch(u -> u.name().equals(id));
        Optional<PointId> known = id(id).filter(_ -> there);
        if (known.isPresent()) {
            try {
                pruner.delete(known.get());
            } catch (SnapshotException.Refused e) {
                throw new RefusedException(
                        RefusedException.Reason.CONFLICT, String.valueOf(e.getMessage()));
            }
        }
        return known.isPresent();
    }

    @Override
    public List<Pruned> prune(Optional<StackName> stack, boolean dryRun)
            throws InterruptedException {
        List<Pruned> pruned = new ArrayList<>();
        for (Stack each : stack.map(this::existing).map(List::of).orElseGet(stacks::all)) {
            Retention retention = each.settings().retention();
            List<Surplus> surplus =
                    dryRun
                            ? pruner.surplus(each.name(), retention)
                            : pruner.prune(each.name(), retention);
            surplus.forEach(s -> pruned.add(new Pruned(view(s.point()), s.why())));
        }
        return List.copyOf(pruned);
    }

    private Stack existing(StackName name) {
        return stacks.find(name)
                .orElseThrow(() ->
                        new RefusedException(
                                RefusedException.Reason.NOT_FOUND,
                                "there is no stack '" + name + "'; see 'lull stacks'"));
    }

    private static Optional<PointId> id(String text) {
        try {
            return Optional.of(new PointId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Point view(RollbackPoint point) {
        Map<String, String> images = new TreeMap<>();
        for (PinnedImage image : point.images()) {
            images.put(image.service().value(), image.imageId());
        }
        return new Point(
                point.id().value(),
                point.stack(),
                new WindowId(Long.parseLong(point.window())),
                point.created(),
                point.bytes(),
                Stream.concat(
                                point.volumes().stream()
                                        .map(v -> new Volume(v.name(), v.store(), v.bytes())),
                                point.dumps().stream()
                                        .map(d ->
                                                new Volume(d.service().value(), "dump", d.bytes())))
                        .toList(),
                images,
                !point.verified().isBefore(point.at()) && !points.isDamaged(point.id()));
    }
}
