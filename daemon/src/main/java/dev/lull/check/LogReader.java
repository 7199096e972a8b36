package dev.lull.check;

import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads the log of one container for lines that fail, and what was well only once. */
final class LogReader {
    private static final Duration START_STAMP_LATE = Duration.ofSeconds(5);

    /** stdout and stderr are stamped apart: their lines may swap places by less than this. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    private final Engine engine;
    private final Checks.Subject subject;
    private Instant run = Instant.MIN;
    private Instant from = Instant.EPOCH;

    LogReader(Engine engine, Checks.Subject subject) {
        this.engine = engine;
        this.subject = subject;
    }

    /** The first line that fails, if there is one in what was not read yet of this run. */
    Optional<String> failure(Inspect container) {
        if (!container.startedAt().equals(run)) {
            run = container.startedAt();
            from = start(container);
        }
        List<LogLine> lines = engine.logs(container.id(), from);
        Optional<LogLine> bad = LogGate.firstFailure(lines, subject.settings());
        if (bad.isEmpty() && !lines.isEmpty()) {
            from = later(from, lines.getLast().at().minus(OVERLAP));
        }
        return bad.map(line -> subject.name() + " logged: " + line.text());
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
