package dev.lull.schedule;

import dev.lull.window.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An order that is kept, and how far it is.
 *
 * @param by who asked for it
 * @param since when it was first known
 * @param paused whether what is due is skipped
 * @param skipping whether the next one is skipped
 * @param settled what was due up to here is decided, and never again
 * @param gone whether it was removed, or is not in the compose file any more
 */
public record Schedule(
        ScheduleId id,
        Order order,
        Source source,
        String by,
        Instant since,
        boolean paused,
        boolean skipping,
        Instant settled,
        boolean gone) {

    /** Whether nothing comes any more. */
    public boolean ended() {
        return gone || due().isEmpty();
    }

    /** The moments at which it runs next; none while it is paused. */
    public List<Instant> next(int count) {
        if (paused || gone) {
            return List.of();
        }
        return skipping
                ? order.timing().next(settled, count + 1).stream().skip(1).toList()
                : order.timing().next(settled, count);
    }

    /** The next moment to be decided. */
    Optional<Instant> due() {
        return gone ? Optional.empty() : order.timing().next(settled);
    }

    /** What its window says of where it comes from, the same for the same moment. */
    Origin origin(Instant due, String reason) {
        return new Origin(
                "schedule " + order.name(),
                source == Source.FILE ? "x-lull.schedule" : by,
                "schedule-" + id + "-" + due,
                reason,
                "",
                "");
    }

    Schedule with(Order other) {
        return new Schedule(id, other, source, by, since, paused, skipping, settled, gone);
    }

    Schedule paused(boolean now) {
        return new Schedule(id, order, source, by, since, now, skipping, settled, gone);
    }

    Schedule skipping(boolean now) {
        return new Schedule(id, order, source, by, since, paused, now, settled, gone);
    }

    /** Never back: where the clock was, what was decided stays decided. */
    Schedule settled(Instant until) {
        Instant later = until.isAfter(settled) ? until : settled;
        return new Schedule(id, order, source, by, since, paused, skipping, later, gone);
    }

    /** Back to a time before: only where the clock was wrong. */
    Schedule settledAnew(Instant until) {
        return new Schedule(id, order, source, by, since, paused, skipping, until, gone);
    }

    Schedule gone(boolean now) {
        return new Schedule(id, order, source, by, since, paused, skipping, settled, now);
    }
}
