package dev.lull.check;

import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Reads the log of one container for lines that fail, and what was well only once. */
final class LogReader {
    private static final Duration START_STAMP_LATE = Duration.ofSeconds(5);

    /** stdout and stderr are stamped apart: their lines may swap places by less than this. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    /** For how long before it began lines are looked for that a clock set back has stamped. */
    private static final Duration BEFORE = Duration.ofMinutes(5);

    private final Engine engine;
    private final Checks.Subject subject;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final long began;
    private Instant run = Instant.MIN;
    private Instant from = Instant.EPOCH;

    /**
     * @param clock by which the lines are stamped
     * @param nanos that nobody sets
     */
    LogReader(Engine engine, Checks.Subject subject, InstantSource clock, LongSupplier nanos) {
        this.engine = engine;
        this.subject = subject;
        this.clock = clock;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /** The first line that fails, if there is one in what was not read yet of this run. */
    Optional<String> failure(Inspect container) {
        if (!container.startedAt().equals(run)) {
            run = container.startedAt();
            from = start(container);
        }
        List<LogLine> lines = lines(container.id());
        Optional<LogLine> bad = LogGate.firstFailure(lines, subject.settings());
        if (bad.isEmpty() && !lines.isEmpty()) {
            from = later(from, lines.getLast().at().minus(OVERLAP));
        }
        return bad.map(line -> subject.name() + " logged: " + line.text());
    }

    /** What was not read yet; after the clock was set back also what it stamps as of before. */
    private List<LogLine> lines(String container) {
        Instant now = clock.instant();
        if (!now.isBefore(from)) {
            return engine.logs(container, from);
        }
        Duration since = BEFORE.plusNanos(nanos.getAsLong() - began);
        return written(engine.logs(container, now.minus(since)));
    }

    /**
     * A log is in the order in which it was written, not in that of its stamps: what comes after
     * the first line of this run, or after the clock was set back, is of this run. Where nothing
     * tells, all counts.
     */
    private List<LogLine> written(List<LogLine> lines) {
        Instant latest = Instant.EPOCH;
        for (int i = 0; i < lines.size(); i++) {
            Instant at = lines.get(i).at();
            boolean setBack = at.isBefore(latest.minus(OVERLAP));
            if (setBack || !at.isBefore(from)) {
                return lines.subList(i, lines.size());
            }
            latest = later(latest, at);
        }
        return lines;
    }

    /** Reads the whole run again next time: lines stamped by a clock set back were passed over. */
    void startOver() {
        run = Instant.MIN;
    }

    /** Docker stamps the start after the first output, but never before the last end. */
    private Instant start(Inspect container) {
        Instant early = container.startedAt().minus(START_STAMP_LATE);
        boolean endedBefore = container.isRunning() && container.finishedAt().isAfter(early);
        return later(endedBefore ? container.finishedAt() : early, subject.logsFrom());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
