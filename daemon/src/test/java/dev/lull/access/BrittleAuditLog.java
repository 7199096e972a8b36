package dev.lull.access;

import java.util.List;

/** An audit log in memory that can't be written as long as it is broken, and is read then too. */
public final class BrittleAuditLog implements AuditLog {
    private final MemoryAuditLog log = new MemoryAuditLog();
    private volatile RuntimeException failure = new IllegalStateException("it is broken");
    private volatile boolean broken;

    /** From now on it fails with another exception when it is broken. */
    public BrittleAuditLog with(RuntimeException failure) {
        this.failure = failure;
        return this;
    }

    public void breaks(boolean broken) {
        this.broken = broken;
    }

    private void check() {
        if (broken) {
            throw failure;
        }
    }

    @Override
    public long begin(AuditEntry entry) {
        check();
        return log.begin(entry);
    }

    @Override
    public void end(long id, int status, String problem) {
        check();
        log.end(id, status, problem);
    }

    @Override
    public void record(AuditEntry entry, int status, String problem) {
        check();
        log.record(entry, status, problem);
    }

    @Override
    public List<Audited> read(int limit, long before) {
        return log.read(limit, before);
    }

    @Override
    public void probe() {
        check();
    }
}
