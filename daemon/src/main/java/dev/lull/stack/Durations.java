package dev.lull.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write and read them: {@code 500ms}, {@code 30s}, {@code 1m30s}, {@code 2h}.
 */
public final class Durations {
    private static final Pattern WHOLE = Pattern.compile("(\\d{1,9}(ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");

    private static final Duration LONGEST = Duration.ofDays(366);

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException with the expected form
     */
    public static Duration parse(String text) {
        String stripped = text.strip();
        if (!WHOLE.matcher(stripped).matches()) {
            throw new IllegalArgumentException("is not a duration such as 30s, 5m or 1h30m");
        }
        Duration sum = Duration.ZERO;
        Matcher m = PART.matcher(stripped);
        while (m.find()) {
            long n = Long.parseLong(m.group(1));
            sum =
                    sum.plus(
                            switch (m.group(2)) {
                                case "ms" -> Duration.ofMillis(n);
                                case "s" -> Duration.ofSeconds(n);
                                case "m" -> Duration.ofMinutes(n);
                                case "h" -> Duration.ofHours(n);
                                default -> Duration.ofDays(n);
                            });
        }
        if (sum.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("is a duration of more than a year");
        }
        return sum;
    }

    /** How long it was; not less than nothing where the clock was set back in between. */
    public static Duration between(Instant from, Instant until) {
        return until.isBefore(from) ? Duration.ZERO : Duration.between(from, until);
    }

    /** Writes a duration for people: tenths of seconds below ten seconds, whole seconds above. */
    public static String print(Duration d) {
        if (d.toMillis() < 10_000) {
            return String.format(java.util.Locale.ROOT, "%.1fs", d.toMillis() / 1000.0);
        }
        long s = d.toSeconds();
        String seconds = s % 60 == 0 && s >= 60 ? "" : s % 60 + "s";
        String minutes = s % 3600 < 60 ? "" : s % 3600 / 60 + "m";
        String hours = s < 3600 ? "" : s / 3600 + "h";
        return hours + minutes + seconds;
    }
}
