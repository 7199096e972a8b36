package dev.lull.app;

import dev.lull.api.PointsView;
import dev.lull.snapshot.PinnedImage;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SnapshotException;
import dev.lull.snapshot.Verification;
import dev.lull.window.WindowId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Shows the rollback points of the store. */
final class PointsOfStore implements PointsView {
    private final Points points;

    PointsOfStore(Points points) {
        this.points = points;
    }

    @Override
    public List<Point> points() {
        return points.list().points().stream().map(PointsOfStore::view).toList();
    }

    @Override
    public Optional<Point> point(String id) {
        try {
            return id(id).flatMap(points::find).map(PointsOfStore::view);
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

    private static Optional<PointId> id(String text) {
        try {
            return Optional.of(new PointId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Point view(RollbackPoint point) {
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
                point.volumes().stream().map(v -> new Volume(v.name(), v.bytes())).toList(),
                images,
                !point.verified().isBefore(point.at()));
    }
}
