package dev.lull.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A token, without its secret: that is shown once, when it is made.
 *
 * @param id from 1, never given again
 * @param name says whose it is, or what for; no other that is worth something has the same
 * @param createdBy who made it
 * @param expiresAt from when on it is worth nothing; empty for never
 * @param revokedAt since when it is worth nothing; empty if nobody has revoked it
 * @param lastUsedAt to about a minute; empty if it never was
 */
public record Token(
        long id,
        String name,
        AccessRole role,
        Instant createdAt,
        String createdBy,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<Instant> lastUsedAt) {

    /** Whether somebody has revoked it. */
    public boolean isRevoked() {
        return revokedAt.isPresent();
    }

    /** Whether its time is over at this moment. */
    public boolean hasExpired(Instant now) {
        return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
    }
}
