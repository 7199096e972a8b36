package dev.lull.stack;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far something is, as a line for people: {@code volume shop_db: 1.2 GiB of 4.0 GiB (30 %), 210
 * MiB/s, 14s left}. Whoever shows lines puts the newest one in the place of the one before it.
 *
 * @param what is under way
 * @param done bytes
 * @param total bytes, more than none
 * @param rate bytes a second, lately
 * @param left empty as long as nobody can tell
 */
public record ProgressLine(String what, long done, long total, long rate, Optional<Duration> left) {
    private static final String BYTES = "[0-9.]+ [KMGT]?i?B of [0-9.]+ [KMGT]?i?B";
    private static final String NAMES = "[0-9,]+ of [0-9,]+ names";
    private static final Pattern LINE =
            Pattern.compile(
                    "(.+): (?:(?:"
                            + BYTES
                            + "|"
                            + NAMES
                            + ") \\((\\d{1,3}) %\\).*|[0-9,]+ names, [0-9,]+/s)");

    public ProgressLine {
        if (total <= 0) {
            throw new IllegalArgumentException(what + ": progress towards nothing");
        }
        done = Math.clamp(done, 0, total);
    }

    /**
     * What a line says of how far something is.
     *
     * @param percent of it that is done, rounded down; 0 where nobody knows of how much
     */
    public record Mark(String what, int percent) {}

    /** Reads a line, if it is one of progress, be it of bytes or of names. */
    public static Optional<Mark> read(String line) {
        Matcher m = LINE.matcher(line);
        if (!m.matches()) {
            return Optional.empty();
        }
        int percent = m.group(2) == null ? 0 : Integer.parseInt(m.group(2));
        return Optional.of(new Mark(String.valueOf(m.group(1)), percent));
    }

    /** Whether a line says anew how far that is which the line before it was about. */
    public static boolean isNewer(String line, String before) {
        Optional<String> what = read(line).map(Mark::what);
        return what.isPresent() && what.equals(read(before).map(Mark::what));
    }

    /** The line. */
    public String print() {
        return what
                + ": "
                + Sizes.print(done)
                + " of "
                + Sizes.print(total)
                + " ("
                + (int) (100.0 * done / total)
                + " %), "
                + Sizes.print(rate)
                + "/s"
                + words(left);
    }

    /** The end of a line. */
    static String words(Optional<Duration> left) {
        return left.map(l -> ", " + rounded(l) + " left").orElse("");
    }

    /** Nobody knows it to the second when there are many of them. */
    private static String rounded(Duration left) {
        long seconds = Math.max(1, left.toSeconds());
        long step = seconds < 60 ? 1 : seconds < 3600 ? 10 : 60;
        long whole = Math.round((double) seconds / step) * step;
        return whole < 10 ? whole + "s" : Durations.print(Duration.ofSeconds(whole));
    }
}
