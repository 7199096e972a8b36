package dev.lull.snapshot;

import java.util.List;
import java.util.Optional;

/**
 * Volumes that hold much less than they did in the rollback point before: data that went without
 * anybody's notice would be missing in every point from now on, and the good ones would be given up
 * one after the other.
 */
public final class Shrinkage {
    /** What comes and goes in a small volume tells nothing. */
    private static final long FLOOR = 1L << 20;

    private static final int ALL = 100;

    private Shrinkage() {}

    /**
     * Compares two points of a stack by the content of their volumes.
     *
     * @param before the one before
     * @param percent by how much a volume may shrink
     * @return a sentence each; the same for the same points
     */
    public static List<String> of(RollbackPoint before, RollbackPoint now, int percent) {
        return before.volumes().stream()
                .flatMap(old ->
                        now.volume(old.name()).stream()
                                .filter(v ->
                                        hasShrunk(old.contentBytes(), v.contentBytes(), percent))
                                .map(v -> sentence(old, v, before)))
                .toList();
    }

    private static boolean hasShrunk(long before, long now, int percent) {
        long lost = before - now;
        return lost > FLOOR && lost > before / (double) ALL * percent;
    }

    private static String sentence(SavedVolume before, SavedVolume now, RollbackPoint point) {
        return now.name()
                + " holds "
                + Progress.size(now.contentBytes())
                + ", and held "
                + Progress.size(before.contentBytes())
                + " in rollback point "
                + point.id();
    }

    /** The newest point of the same stack that was taken before this one, if there is any. */
    public static Optional<RollbackPoint> before(
            RollbackPoint point, List<RollbackPoint> newestFirst) {
        return newestFirst.stream()
                .filter(p -> p.stack().equals(point.stack()) && p.at().isBefore(point.at()))
                .findFirst();
    }
}
