package dev.lull.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A token that is to be kept.
 *
 * @param hash of its secret, which nobody else has
 */
public record NewToken(
        String name,
        AccessRole role,
        Instant createdAt,
        String createdBy,
        Optional<Instant> expiresAt,
        String hash) {}
