package dev.lull.snapshot;

import dev.lull.stack.NamesLine;
import dev.lull.stack.ProgressLine;
import dev.lull.stack.Sizes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says how far something is that takes more than two seconds: every two seconds at first, more
 * rarely the longer it takes, for each line is kept in the journal. Rate and time left are those of
 * the last ten seconds; nothing is said of the time left before there are four to go by, nor while
 * nothing moves.
 */
final class Progress {
    private static final long SECOND = 1_000_000_000;
    private static final long SHORTEST_PAUSE = 2 * SECOND;
    private static final long LONGEST_PAUSE = 10 * SECOND;
    private static final long PAUSES = 30;
    private static final long RECENT = 10 * SECOND;
    private static final long ENOUGH = 4 * SECOND;
    private static final long BETWEEN_SAMPLES = SECOND / 2;

    private final String what;
    private final long total;
    private final Form form;
    private final Consumer<String> lines;
    private final LongSupplier nanos;
    private final long start;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long spoken;

    private record Sample(long at, long done) {}

    /** What is counted, in words. */
    private interface Form {
        String print(String what, long done, long total, long rate, Optional<Duration> left);
    }

    Progress(String what, long total, Consumer<String> lines) {
        this(what, total, lines, System::nanoTime);
    }

    /**
     * Begins now, to count bytes.
     *
     * @param total as far as is known; where it turns out to be more, no time left is claimed
     * @param nanos a clock that nobody sets
     */
    Progress(String what, long total, Consumer<String> lines, LongSupplier nanos) {
        this(
                what,
                total,
                (of, done, all, rate, left) ->
                        all > 0 ? new ProgressLine(of, done, all, rate, left).print() : "",
                lines,
                nanos);
    }

    /** The same of names; a total of 0 says that nobody knows how many there are. */
    static Progress names(String what, long total, Consumer<String> lines) {
        return names(what, total, lines, System::nanoTime);
    }

    static Progress names(String what, long total, Consumer<String> lines, LongSupplier nanos) {
        Form form = (of, done, all, rate, left) -> new NamesLine(of, done, all, rate, left).print();
        return new Progress(what, total, form, lines, nanos);
    }

    private Progress(
            String what, long total, Form form, Consumer<String> lines, LongSupplier nanos) {
        this.what = what;
        this.total = total;
        this.form = form;
        this.lines = lines;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.spoken = start;
        samples.add(new Sample(start, 0));
    }

    /** So many are done. */
    synchronized void at(long done) {
        long now = nanos.getAsLong();
        remember(now, done);
        if (now - spoken >= pause(now)) {
            spoken = now;
            String line = line(now, done);
            if (!line.isEmpty()) {
                lines.accept(line);
            }
        }
    }

    private long pause(long now) {
        return Math.clamp((now - start) / PAUSES, SHORTEST_PAUSE, LONGEST_PAUSE);
    }

    private String line(long now, long done) {
        Sample from = samples.getFirst();
        double rate = (done - from.done) / ((now - from.at) / (double) SECOND);
        boolean known = now - from.at >= ENOUGH && rate >= 1 && done < total;
        return form.print(
                what,
                done,
                total,
                Math.max(0, (long) rate),
                known
                        ? Optional.of(Duration.ofSeconds((long) Math.ceil((total - done) / rate)))
                        : Optional.empty());
    }

    /** The oldest that is kept is the last one of those that are not recent any more. */
    private void remember(long now, long done) {
        if (now - samples.getLast().at >= BETWEEN_SAMPLES) {
            samples.addLast(new Sample(now, done));
        }
        Sample oldest = samples.removeFirst();
        while (!samples.isEmpty() && now - samples.getFirst().at >= RECENT) {
            oldest = samples.removeFirst();
        }
        samples.addFirst(oldest);
    }

    /** Bytes as people read them, e.g. {@code 41 MiB}. */
    static String size(long bytes) {
        return Sizes.print(bytes);
    }
}
