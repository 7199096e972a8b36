package dev.lull.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where tokens are kept, for good: also those that are worth nothing any more, for the audit log
 * names them. Thread-safe; calls block. Times are kept to the millisecond. What can't be read or
 * written is an unchecked exception, and then nothing has changed.
 */
public interface TokenStore {

    /** Keeps one, durably, and numbers it. */
    Token add(NewToken token);

    /** The one with this hash, whatever it is worth. */
    Optional<Token> find(String hash);

    /** All there ever were, newest first. */
    List<Token> all();

    /**
     * Makes a token worth nothing, durably. One that already is stays as it is.
     *
     * @return whether there is one with this id
     */
    boolean revoke(long id, Instant at);

    /**
     * Notes the last use of a token. It may be lost, and does not fail: nobody is kept out because
     * the disk is full.
     */
    void used(long id, Instant at);
}
