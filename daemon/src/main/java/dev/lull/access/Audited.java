package dev.lull.access;

import java.util.OptionalInt;

/**
 * What the audit log says of one request.
 *
 * @param id the later, the larger
 * @param status what it was answered with; empty as long as it is under way, and for ever where the
 *     daemon ended in it
 * @param problem the word for why it was refused or failed; empty if it was not
 */
public record Audited(long id, AuditEntry entry, OptionalInt status, String problem) {}
