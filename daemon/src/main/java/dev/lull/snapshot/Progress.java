package dev.lull.snapshot;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Says how far something is, at most once a second. */
final class Progress {
    private static final long SECOND = 1_000_000_000;

    private final String what;
    private final long total;
    private final Consumer<String> lines;
    private final LongSupplier nanos;
    private final long start;
    private long last;

    Progress(String what, long total, Consumer<String> lines) {
        this(what, total, lines, System::nanoTime);
    }

    Progress(String what, long total, Consumer<String> lines, LongSupplier nanos) {
        this.what = what;
        this.total = total;
        this.lines = lines;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.last = start;
    }

    /** So many bytes are done. */
    synchronized void at(long done) {
        long now = nanos.getAsLong();
        if (now - last >= SECOND) {
            last = now;
            long shown = Math.min(done, total);
            long rate = (long) (done / ((now - start) / (double) SECOND));
            lines.accept(
                    what + ": " + size(shown) + " of " + size(total) + ", " + size(rate) + "/s");
        }
    }

    /** Bytes as people read them, e.g. {@code 41 MiB}. */
    static String size(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double n = bytes;
        int unit = 0;
        while (n >= 1024 && unit < units.length - 1) {
            n /= 1024;
            unit++;
        }
        String form = unit > 0 && n < 10 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, form, n, units[unit]);
    }
}
