package dev.lull.api;

import dev.lull.snapshot.RestorePreview;
import dev.lull.stack.StackName;
import dev.lull.window.RefusedException;
import dev.lull.window.WindowId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The rollback points, as far as they are shown and removed. Thread-safe. */
public interface RollbackPoints {

    /** All of them, newest first. */
    List<Point> points();

    /** One of them; empty also when it can't be read. */
    Optional<Point> point(String id);

    /** What lies where the points are and can't be read as one. */
    List<Unreadable> unreadable();

    /**
     * Reads a point again and compares it with what the point says of itself. Blocks for as long as
     * that takes; interrupt it to stop it.
     *
     * @param progress is told how far it is, in words, from time to time
     * @return empty when there is no such point
     */
    Optional<Verified> verify(String id, Consumer<String> progress) throws InterruptedException;

    /**
     * Looks what restoring a point would change, after reading every file of it. Changes nothing.
     * Blocks for as long as that takes; interrupt it to stop it.
     *
     * @param progress is told how far it is, in words, every 2 to 10 seconds
     * @return empty when there is no such point, or it can't be read as one
     */
    Optional<RestorePreview> preview(String id, Consumer<String> progress)
            throws InterruptedException;

    /**
     * Takes a point over from a folder elsewhere; where the stack is not on this host, makes all of
     * it but its data, not started: a window that restores the point does the rest. May be asked
     * again after any failure. Blocks for as long as that takes; interrupt it to stop it.
     *
     * @param from the point's folder on the daemon's host, absolute
     * @param progress is told how far it is, in words
     */
    Adopted adopt(Path from, Consumer<String> progress) throws InterruptedException;

    /**
     * Removes a point, also one that can't be read.
     *
     * @return whether there was one
     * @throws RefusedException if a window that has not ended still needs it
     */
    boolean delete(String id) throws InterruptedException;

    /**
     * Removes the points that the retention of their stack gives up.
     *
     * @param stack only of this one; empty for all
     * @param dryRun whether to remove nothing and only say what would be
     * @return what was removed, or would be, by stack and in that order
     * @throws RefusedException if there is no such stack
     */
    List<Pruned> prune(Optional<StackName> stack, boolean dryRun) throws InterruptedException;

    /**
     * A point that a retention gives up.
     *
     * @param why in a person's words
     */
    record Pruned(Point point, String why) {}

    /**
     * Something that can't be read as a rollback point.
     *
     * @param name under which it lies there
     * @param why it can't be read
     */
    record Unreadable(String name, String why) {}

    /**
     * What came of reading a point.
     *
     * @param bytes of its files, as it says itself
     * @param problems each names a file and what is wrong with it; none when it can be restored
     */
    record Verified(long bytes, List<String> problems) {
        public Verified {
            problems = List.copyOf(problems);
        }

        /** Whether it can be restored. */
        public boolean good() {
            return problems.isEmpty();
        }
    }

    /**
     * What came of taking a point over.
     *
     * @param point empty when it was not taken over
     * @param made what was missing of its stack and is there now, in words
     * @param problems why the point can't be restored yet, each with the way out
     */
    record Adopted(Optional<Point> point, List<String> made, List<String> problems) {
        public Adopted {
            made = List.copyOf(made);
            problems = List.copyOf(problems);
        }
    }

    /**
     * A rollback point.
     *
     * @param window that took it
     * @param bytes that it takes up
     * @param images image id by service
     * @param verified whether what was written was read again and found right, and nothing was
     *     wrong the last time that somebody had it verified
     */
    record Point(
            String id,
            StackName stack,
            WindowId window,
            Instant createdAt,
            long bytes,
            List<Volume> volumes,
            Map<String, String> images,
            boolean verified) {
        public Point {
            volumes = List.copyOf(volumes);
            images = Map.copyOf(images);
        }
    }

    /**
     * A volume in it, or a data store that was dumped.
     *
     * @param name of the volume, or of the service
     * @param store that it is kept in: {@code archive}, {@code reflink}, {@code btrfs} or {@code
     *     dump}
     * @param bytes that its copy takes up
     */
    record Volume(String name, String store, long bytes) {}
}
