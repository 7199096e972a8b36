package dev.lull.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        Stream<String> volumes =
                before.volumes().stream()
                        .flatMap(old ->
                                now.volume(old.name()).stream()
                                        .flatMap(v ->
                                                sentence(
                                                        old.name(),
                                                        old.contentBytes(),
                                                        v.contentBytes(),
                                                        percent,
                                                        before)));
        Stream<String> dumps =
                before.dumps().stream()
                        .flatMap(old ->
                                now.dump(old.service()).stream()
                                        .flatMap(d ->
                                                sentence(
                                                        "the dump of " + old.service(),
                                                        old.contentBytes(),
                                                        d.contentBytes(),
                                                        percent,
                                                        before)));
        return Stream.concat(volumes, dumps).toList();
    }

    private static boolean hasShrunk(long before, long now, int percent) {
        long lost = before - now;
        return lost > FLOOR && lost > before / (double) ALL * percent;
    }

    private static Stream<String> sentence(
            String what, long before, long now, int percent, RollbackPoint point) {
        return hasShrunk(before, now, percent)
                ? Stream.of(
                        what
                                + " holds "
                                + Progress.size(now)
                                + ", and held "
                                + Progress.size(before)
                                + " in rollback point "
                                + point.id())
                : Stream.empty();
    }

    /** The newest point of the same stack that was taken before this one, if there is any. */
    public static Optional<RollbackPoint> before(
            RollbackPoint point, List<RollbackPoint> newestFirst) {
        return newestFirst.stream()
                .filter(p -> p.stack().equals(point.stack()) && p.at().isBefore(point.at()))
                .findFirst();
    }
}
