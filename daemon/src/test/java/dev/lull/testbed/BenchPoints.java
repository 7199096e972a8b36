package dev.lull.testbed;

import dev.lull.snapshot.PointDraft;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.StackName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Rollback points of one volume, of a stack that is nowhere. */
final class BenchPoints {
    private static final String VOLUME = "bench";

    private final Points points;
    private final List<RollbackPoint> taken = new ArrayList<>();
    private int count;

    BenchPoints(Points points) {
        this.points = points;
    }

    /** Takes one of a tree. */
    void take(MixedTree tree) throws InterruptedException {
        count++;
        VolumeSource volume =
                new VolumeSource(VOLUME, VolumeSource.Kind.VOLUME, tree.root(), List.of("db"));
        taken.add(
                points.write(
                        new PointDraft(
                                new PointId("bench-" + count),
                                new StackName("bench"),
                                "1",
                                "bench",
                                "bench",
                                Instant.now(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(volume),
                                List.of(),
                                List.of(),
                                List.of("docker", "compose", "--project-name", "bench"),
                                "{}"),
                        _ -> {}));
    }

    /** The store that the newest is in. */
    String store() {
        return taken.getLast().volumes().getFirst().store();
    }

    /** Puts the newest into a folder. */
    void restore(Path into) throws InterruptedException {
        points.restoreVolume(taken.getLast(), VOLUME, into, _ -> {});
    }

    void deleteAll() throws InterruptedException {
        for (RollbackPoint point : taken) {
            points.delete(point.id());
        }
        taken.clear();
    }
}
