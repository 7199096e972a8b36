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

/** Chooses the rollback points that a retention gives up. Pure. Days begin at midnight UTC. */
final class Pruning {
    private final List<RollbackPoint> points;
    private final Retention retention;
    private final Set<PointId> safe = new HashSet<>();

    /**
     * The newest is always kept: it is the last good one.
     *
     * @param points of one stack, all of them, newest first
     * @param inUse whether a window still needs it
     */
    Pruning(List<RollbackPoint> points, Retention retention, Predicate<RollbackPoint> inUse) {
        this.points = List.copyOf(points);
        this.retention = retention;
        points.stream().filter(inUse).forEach(p -> safe.add(p.id()));
        points.stream().limit(1).forEach(p -> safe.add(p.id()));
        // The clock may have been set back meanwhile; the numbers of windows only grow.
        points.stream()
                .max(Comparator.comparingLong(p -> Long.parseLong(p.window())))
                .ifPresent(p -> safe.add(p.id()));
    }

    /**
     * The ones to remove, oldest first.
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

    /** Those that a count keeps. */
    private Set<PointId> counted() {
        Set<PointId> kept = new HashSet<>();
        if (!retention.counts()) {
            points.forEach(p -> kept.add(p.id()));
            return kept;
        }
        points.stream().limit(retention.last()).forEach(p -> kept.add(p.id()));
        newestOfEach(retention.daily(), ZonedDateTime::toLocalDate, kept);
        newestOfEach(
                retention.weekly(),
                t ->
                        List.of(
                                t.get(IsoFields.WEEK_BASED_YEAR),
                                t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
                kept);
        newestOfEach(retention.monthly(), t -> List.of(t.getYear(), t.getMonthValue()), kept);
        return kept;
    }

    private void newestOfEach(
            int periods, Function<ZonedDateTime, Object> periodOf, Set<PointId> kept) {
        Set<Object> seen = new HashSet<>();
        for (RollbackPoint point : points) {
            Object period = periodOf.apply(point.at().atZone(ZoneOffset.UTC));
            if (seen.size() < periods && seen.add(period)) {
                kept.add(point.id());
            }
        }
    }
}
