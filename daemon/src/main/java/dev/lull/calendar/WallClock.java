package dev.lull.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import org.jspecify.annotations.Nullable;

/** What clocks on walls mean. Never runs backwards: a later time is no earlier moment. */
final class WallClock {
    private WallClock() {}

    /** A time that the clocks leave out is when they do so; of two moments it is the first. */
    static Instant instant(LocalDateTime time, ZoneId zone) {
        @Nullable ZoneOffsetTransition change = zone.getRules().getTransition(time);
        return change != null && change.isGap()
                ? change.getInstant()
                : time.atZone(zone).toInstant();
    }
}
