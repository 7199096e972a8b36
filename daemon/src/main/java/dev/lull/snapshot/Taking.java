package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The beginning of a rollback point: written under another name, and at one stroke a whole one. One
 * that an earlier attempt has taken is found again, if it still is what is asked for.
 */
final class Taking {
    private final Points points;
    private final InstantSource clock;

    Taking(Points points, InstantSource clock) {
        this.points = points;
        this.clock = clock;
    }

    /** See {@link Points#write}. */
    RollbackPoint of(PointDraft draft, Consumer<String> progress) throws InterruptedException {
        Path root = points.root();
        Path temp = root.resolve(Points.TEMP + draft.id());
        PointWriter writer = new PointWriter(points, temp, clock);
        try {
            Durable.deleteTree(temp);
            Optional<RollbackPoint> again = again(draft, progress);
            if (again.isPresent()) {
                return again.get();
            }
            RollbackPoint point;
            try {
                point = writer.write(draft, progress);
                Files.move(temp, points.folder(draft.id()), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Durable.deleteTree(temp);
            }
            Durable.sync(root);
            return point;
        } catch (IOException e) {
            throw notWritten(draft, writer, e);
        }
    }

    /** The whole point of this id, if it still is what is asked for; else it is removed. */
    private Optional<RollbackPoint> again(PointDraft draft, Consumer<String> progress)
            throws IOException, InterruptedException {
        Path folder = points.folder(draft.id());
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        List<String> differences =
                new PointComparison(folder, draft, points.stores(), progress).differences();
        if (differences.isEmpty()) {
            return points.find(draft.id());
        }
        progress.accept(
                "rollback point "
                        + draft.id()
                        + " is there already, but is not what is there now: "
                        + String.join("; ", differences)
                        + ". It is taken anew");
        points.delete(draft.id());
        return Optional.empty();
    }

    private RuntimeException notWritten(PointDraft draft, PointWriter writer, IOException e)
            throws InterruptedException {
        Points.passOn(e);
        String what = "rollback point " + draft.id() + " was not written";
        if (!ToolException.noSpace(e)) {
            return new SnapshotException.Failed(what + ": " + Points.words(e), e);
        }
        long needed = needed(draft, writer);
        long free = points.freeBytes();
        String advice =
                needed > free
                        ? "free another " + Progress.size(needed - free) + " there to be sure"
                        : "something else filled it meanwhile: try again";
        return new SnapshotException.NoSpace(
                what
                        + ": no space left in "
                        + points.root()
                        + ". "
                        + Progress.size(free)
                        + " are free again, the copies take up to "
                        + Progress.size(needed)
                        + ": "
                        + advice
                        + " (remove old rollback points: 'lull snapshots delete POINT'; or move them"
                        + " to a larger disk)",
                e);
    }

    private static long needed(PointDraft draft, PointWriter writer) throws InterruptedException {
        try {
            return writer.room(draft);
        } catch (IOException e) {
            Points.passOn(e);
            throw new SnapshotException.Failed(
                    "could not measure the volumes: " + Points.words(e), e);
        }
    }
}
