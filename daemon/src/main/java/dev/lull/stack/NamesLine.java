package dev.lull.stack;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How far something is that goes from name to name, as a line for people: {@code volume shop_db:
 * 120,000 of 400,000 names (30 %), 60,000/s, 5s left}. It is read as a {@link ProgressLine} is.
 *
 * @param what is under way
 * @param done names
 * @param total names; 0 as long as nobody knows
 * @param rate names a second, lately
 * @param left empty as long as nobody can tell
 */
public record NamesLine(String what, long done, long total, long rate, Optional<Duration> left) {

    public NamesLine {
        done = Math.max(0, total > 0 ? Math.min(done, total) : done);
    }

    /** The line. */
    public String print() {
        return what
                + ": "
                + (total > 0 ? number(done) + " of " + number(total) : number(done))
                + " names"
                + (total > 0 ? " (" + (int) (100.0 * done / total) + " %)" : "")
                + ", "
                + number(rate)
                + "/s"
                + ProgressLine.words(left);
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
