package dev.lull.access;

class MemoryAuditLogTest extends AuditLogContract {
    private final MemoryAuditLog log = new MemoryAuditLog();

    @Override
    protected AuditLog log() {
        return log;
    }
}
