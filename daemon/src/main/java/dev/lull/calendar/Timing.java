package dev.lull.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When something is due: once, or again and again. */
public sealed interface Timing {

    /**
     * The first moment after this one, if there is any.
     *
     * @param after is not among them itself
     */
    Optional<Instant> next(Instant after);

    /** In English, e.g. {@code at 03:00 on Sunday, Europe/Berlin}. */
    String words();

    /** The first moments after this one, in order: fewer than asked for where it is over. */
    default List<Instant> next(Instant after, int count) {
        List<Instant> moments = new ArrayList<>();
        Optional<Instant> next = next(after);
        while (next.isPresent() && moments.size() < count) {
            moments.add(next.get());
            next = next(next.get());
        }
        return List.copyOf(moments);
    }

    /** Whether this is one of its moments. */
    default boolean includes(Instant moment) {
        return next(moment.minusMillis(1)).equals(Optional.of(moment));
    }

    /**
     * Reads the name of a time zone, e.g. {@code Europe/Berlin}. An offset is none: it does not
     * tell when its clocks are changed.
     *
     * @throws IllegalArgumentException if it is none; the message completes "which …"
     */
    static ZoneId zone(String name) {
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw new IllegalArgumentException("is not a time zone such as Europe/Berlin or UTC");
        }
        return ZoneId.of(name);
    }

    /**
     * One moment.
     *
     * @param at in whole milliseconds
     */
    record Once(Instant at) implements Timing {
        public Once {
            at = at.truncatedTo(ChronoUnit.MILLIS);
        }

        /**
         * Reads a moment: a local time such as {@code 2026-12-01T03:00} in its zone, or one that
         * says its offset itself, such as {@code 2026-12-01T02:00:00Z}. A local time that clocks
         * leave out is the moment when they do so; of two it is the first.
         *
         * @throws IllegalArgumentException if it is none; the message completes "which …"
         */
        public static Once parse(String text, Optional<ZoneId> zone) {
            Optional<Instant> whole = ofOffset(text.strip());
            if (whole.isPresent() && zone.isPresent()) {
                throw new IllegalArgumentException(
                        "says its offset itself, so that no zone belongs beside it; a local time"
                                + " stands in quotes, such as '2026-12-01T03:00'");
            }
            return new Once(whole.orElseGet(() -> local(text.strip(), zone)));
        }

        private static Optional<Instant> ofOffset(String text) {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }

        private static Instant local(String text, Optional<ZoneId> zone) {
            LocalDateTime time;
            try {
                time = LocalDateTime.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("is not a time such as 2026-12-01T03:00", e);
            }
            ZoneId there =
                    zone.orElseThrow(() ->
                            new IllegalArgumentException(
                                    "needs a zone such as Europe/Berlin, or an offset at its end"));
            return WallClock.instant(time, there);
        }

        @Override
        public Optional<Instant> next(Instant after) {
            return Optional.of(at).filter(moment -> moment.isAfter(after));
        }

        @Override
        public String words() {
            return "once, at " + at;
        }
    }

    /**
     * Again and again, as the clocks on the walls of a zone say. A time that those leave out is due
     * when they do so, all that are left out together; one that they show twice is due the first
     * time. So each is due once.
     */
    record Repeated(Cron cron, ZoneId zone) implements Timing {
        @Override
        public Optional<Instant> next(Instant after) {
            LocalDateTime shown =
                    LocalDateTime.ofInstant(after, zone).truncatedTo(ChronoUnit.MINUTES);
            Optional<LocalDateTime> time = cron.next(shown);
            while (time.isPresent()) {
                Instant moment = WallClock.instant(time.get(), zone);
                if (moment.isAfter(after)) {
                    return Optional.of(moment);
                }
                time = cron.next(time.get());
            }
            return Optional.empty();
        }

        @Override
        public String words() {
            return cron.words() + ", " + zone.getId();
        }
    }
}
