package dev.lull.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * An audit log that strangers can't have write on and on. Of what callers are refused whom nobody
 * knows, only so many a minute are written one by one. What is beyond is counted, and written as
 * one entry before the next one is written or the log is read, and at the end: until then it is in
 * memory, and lost if the daemon is killed. What known callers do, or are refused, is always
 * written. Thread-safe.
 */
public final class ThriftyAuditLog implements AuditLog {
    /** How many of strangers' refusals are written one by one in a minute. */
    public static final int USUAL = 60;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AuditLog audit;
    private final InstantSource clock;
    private final int oneByOne;
    private Instant since = Instant.EPOCH;
    private int written;
    private Tally counted = new Tally();

    /**
     * @param audit what is written to
     * @param oneByOne how many of strangers' refusals are written as they are in a minute
     */
    public ThriftyAuditLog(AuditLog audit, InstantSource clock, int oneByOne) {
        this.audit = audit;
        this.clock = clock;
        this.oneByOne = oneByOne;
    }

    @Override
    public synchronized long begin(AuditEntry entry) {
        flush();
        return audit.begin(entry);
    }

    @Override
    public void end(long id, int status, String problem) {
        audit.end(id, status, problem);
    }

    /** Who has a role is known. */
    @Override
    public synchronized void record(AuditEntry entry, int status, String problem) {
        if (entry.role().isPresent()) {
            flush();
            audit.record(entry, status, problem);
            return;
        }
        Instant now = clock.instant();
        // Also where the clock was set back.
        if (Duration.between(since, now).abs().compareTo(MINUTE) >= 0) {
            since = now;
            written = 0;
            flush();
        }
        if (written < oneByOne) {
            written++;
            audit.record(entry, status, problem);
        } else {
            counted.add(entry, status, problem);
        }
    }

    /** Writes down what was only counted. Where that fails it stays counted. */
    public synchronized void flush() {
        if (!counted.isEmpty()) {
            audit.record(counted.entry(clock.instant()), counted.status(), counted.problem());
            counted = new Tally();
        }
    }

    @Override
    public List<Audited> read(int limit, long before) {
        try {
            flush();
        } catch (RuntimeException e) {
            // What is written can be read all the same; the next one to write is told.
        }
        return audit.read(limit, before);
    }

    @Override
    public void probe() {
        audit.probe();
    }
}
