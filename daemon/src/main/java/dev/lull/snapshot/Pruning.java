package dev.lull.snapshot;

import dev.lull.stack.Retention;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Chooses the rollback points that a retention gives up. Pure. Days begin at midnight UTC. */
final class Pruning {
    private final List<RollbackPoint> points;
    private final Retention retention;
    private final Set<PointId> damaged;
    private final Set<PointId> safe = new HashSet<>();

    /**
     * The newest is always kept, and the newest that is not known to be damaged: it is the last
     * good one. What was found damaged may turn out to be whole: a key that was missing is found.
     *
     * @param points of one stack, all of them, newest first
     * @param inUse whether a window still needs it
     * @param isDamaged whether its last verification failed
     */
    Pruning(
            List<RollbackPoint> points,
            Retention retention,
            Predicate<RollbackPoint> inUse,
            Predicate<RollbackPoint> isDamaged) {
        this.points = List.copyOf(points);
        this.retention = retention;
        damaged =
                points.stream()
                        .filter(isDamaged)
                        .map(RollbackPoint::id)
                        .collect(Collectors.toUnmodifiableSet());
        points.stream().filter(inUse).forEach(p -> safe.add(p.id()));
        keepNewest(points);
        keepNewest(good());
    }

    private void keepNewest(List<RollbackPoint> among) {
        among.stream().limit(1).forEach(p -> safe.add(p.id()));
        // The clock may have been set back meanwhile; the numbers of windows only grow.
        among.stream()
                .max(Comparator.comparingLong(p -> Long.parseLong(p.window())))
                .ifPresent(p -> safe.add(p.id()));
    }

    private List<RollbackPoint> good() {
        return points.stream().filter(p -> !damaged.contains(p.id())).toList();
    }

    /**
     * The ones to remove: what no count keeps, oldest first; then, while there is too little room,
     * what is damaged and after that what is not, likewise.
     *
     * @param freeBytes where the points are
     */
    List<Surplus> surplus(long freeBytes) {
        Set<PointId> counted = counted();
        List<Surplus> surplus = new ArrayList<>();
        long free = freeBytes;
        List<RollbackPoint> kept = new ArrayList<>();
        for (RollbackPoint point : points.reversed()) {
            if (counted.contains(point.id()) || safe.contains(point.id())) {
                kept.add(point);
            } else {
                surplus.add(new Surplus(point, "more than x-lull.retention keeps"));
                free += point.bytes();
            }
        }
        kept.sort(Comparator.comparing(p -> !damaged.contains(p.id())));
        for (RollbackPoint point : kept) {
            if (free < retention.minFreeBytes() && !safe.contains(point.id())) {
                surplus.add(
                        new Surplus(
                                point,
                                "to have "
                                        + Progress.size(retention.minFreeBytes())
                                        + " free (x-lull.retention.min_free)"));
                free += point.bytes();
            }
        }
        return Collections.unmodifiableList(surplus);
    }

    /**
     * Those that a count keeps. One that is damaged takes no other's place; it goes when it would
     * go if it were good, for something in it may be whole, or its key be found again.
     */
    private Set<PointId> counted() {
        Set<PointId> kept = new HashSet<>();
        if (retention.counts()) {
            count(points, kept);
            count(good(), kept);
        } else {
            points.forEach(p -> kept.add(p.id()));
        }
        return kept;
    }

    private void count(List<RollbackPoint> among, Set<PointId> kept) {
        among.stream().limit(retention.last()).forEach(p -> kept.add(p.id()));
        newestOfEach(among, retention.daily(), ZonedDateTime::toLocalDate, kept);
        newestOfEach(
                among,
                retention.weekly(),
                t ->
                        List.of(
                                t.get(IsoFields.WEEK_BASED_YEAR),
                                t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
                kept);
        newestOfEach(
                among, retention.monthly(), t -> List.of(t.getYear(), t.getMonthValue()), kept);
    }

    private static void newestOfEach(
            List<RollbackPoint> among,
            int periods,
            Function<ZonedDateTime, Object> periodOf,
            Set<PointId> kept) {
        Set<Object> seen = new HashSet<>();
        for (RollbackPoint point : among) {
            Object period = periodOf.apply(point.at().atZone(ZoneOffset.UTC));
            if (seen.size() < periods && seen.add(period)) {
                kept.add(point.id());
            }
        }
    }
}
