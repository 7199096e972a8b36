package dev.lull.access;

import java.time.Instant;
import java.util.Optional;

/**
 * Where browser sessions are kept, over restarts of the daemon. Thread-safe; calls block. Times are
 * kept to the millisecond. What can't be read or written is an unchecked exception, and then
 * nothing has changed.
 */
public interface SessionStore {

    /**
     * A session that is kept.
     *
     * @param token as it is now, whatever it is worth
     */
    record Stored(Token token, Instant expiresAt) {}

    /**
     * Keeps one, durably.
     *
     * @param hash of its secret, which no other has
     * @param token id of one that there is
     */
    void add(String hash, long token, Instant expiresAt);

    /** The one with this hash, also one whose time is over and that was not swept away yet. */
    Optional<Stored> find(String hash);

    /** Removes the one with this hash, durably, if there is one. */
    void remove(String hash);

    /** Removes those whose time is over at this moment, and those of revoked tokens. */
    void sweep(Instant now);
}
