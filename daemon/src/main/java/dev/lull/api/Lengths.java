package dev.lull.api;

import dev.lull.stack.Durations;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** How long something lasts, in request bodies: {@code 90s}, {@code 1h30m} or {@code PT5M}. */
final class Lengths {
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration LONGEST_EVER = Duration.ofDays(36_500);

    private Lengths() {}

    /** A duration that no window is longer than, if one is given. */
    static Optional<Duration> atMostAWeek(Fields fields, String name) {
        Optional<Duration> read = lasting(fields, name);
        checkWeek(fields, name, read);
        return read;
    }

    private static void checkWeek(Fields fields, String name, Optional<Duration> read) {
        if (read.filter(d -> d.compareTo(LONGEST) > 0).isPresent()) {
            fields.problem(name, "must be at most 7d");
        }
    }

    /** Likewise one of nothing. */
    static Optional<Duration> nothingToAWeek(Fields fields, String name) {
        Optional<Duration> read = duration(fields, name);
        if (read.filter(Duration::isNegative).isPresent()) {
            fields.problem(name, "must not be less than nothing");
        }
        checkWeek(fields, name, read);
        return read;
    }

    /** A duration, if one is given. */
    static Optional<Duration> lasting(Fields fields, String name) {
        Optional<Duration> read = duration(fields, name);
        if (read.filter(d -> !d.isPositive()).isPresent()) {
            fields.problem(name, "must be more than nothing");
        }
        return read;
    }

    private static Optional<Duration> duration(Fields fields, String name) {
        Optional<String> text = fields.text(name);
        Optional<Duration> read = text.flatMap(Lengths::parsed);
        if (text.isPresent() && read.isEmpty()) {
            fields.problem(name, "is not a duration such as 30s, 5m or 1h30m");
        }
        if (read.filter(d -> d.compareTo(LONGEST_EVER) > 0).isPresent()) {
            fields.problem(name, "must be at most " + LONGEST_EVER.toDays() + "d");
            return Optional.empty();
        }
        return read;
    }

    private static Optional<Duration> parsed(String text) {
        try {
            return Optional.of(text.startsWith("P") ? Duration.parse(text) : Durations.parse(text));
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
