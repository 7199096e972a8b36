package dev.lull.access;

import java.util.List;

/**
 * Who asked for what, and what came of it. The newest 50,000 are kept, and of what was refused or
 * failed no more than 10,000 of them, so that nobody's attempts push out what was done.
 * Thread-safe; calls block, and are durable when they return. What can't be read or written is an
 * unchecked exception, and then nothing has changed.
 */
public interface AuditLog {

    /**
     * Writes down what is about to be done. What can't be written down must not be done.
     *
     * @return for {@link #end}
     */
    long begin(AuditEntry entry);

    /**
     * Writes down what came of it.
     *
     * @param id of {@link #begin}; one that is not kept any more changes nothing
     * @param problem the word for it; empty if there was none
     */
    void end(long id, int status, String problem);

    /**
     * Writes down what was refused, and so never began.
     *
     * @param problem the word for it
     */
    void record(AuditEntry entry, int status, String problem);

    /**
     * Reads it, newest first.
     *
     * @param limit how many at most
     * @param before only those with a smaller id; {@link Long#MAX_VALUE} for the newest
     */
    List<Audited> read(int limit, long before);

    /**
     * Writes something that changes nothing, durably, where entries are written: fails where they
     * could not be written now.
     */
    void probe();
}
