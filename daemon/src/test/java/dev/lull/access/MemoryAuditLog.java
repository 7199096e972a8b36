package dev.lull.access;

import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** An audit log in memory, of which everything is kept. */
public final class MemoryAuditLog implements AuditLog {
    private final SortedMap<Long, Audited> entries = new TreeMap<>();

    @Override
    public synchronized long begin(AuditEntry entry) {
        return add(entry, OptionalInt.empty(), "");
    }

    @Override
    public synchronized void end(long id, int status, String problem) {
        entries.computeIfPresent(
                id, (_, e) -> new Audited(id, e.entry(), OptionalInt.of(status), problem));
    }

    @Override
    public synchronized void record(AuditEntry entry, int status, String problem) {
        add(entry, OptionalInt.of(status), problem);
    }

    @Override
    public void probe() {}

    private long add(AuditEntry entry, OptionalInt status, String problem) {
        long id = entries.size() + 1L;
        entries.put(id, new Audited(id, entry, status, problem));
        return id;
    }

    @Override
    public synchronized List<Audited> read(int limit, long before) {
        return List.copyOf(entries.headMap(before).values()).reversed().stream()
                .limit(limit)
                .toList();
    }
}
