package dev.lull.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The tokens that callers show who do not come over the unix socket. Thread-safe.
 *
 * <p>Of a secret only its SHA-256 is kept. That is enough, without salt or slow hashing: a secret
 * is 256 random bits, so there is nothing to guess that its hash could be compared with.
 */
public final class Tokens {
    /** What a secret begins with, so that people and scanners of leaks know one by sight. */
    public static final String PREFIX = "lull_";

    private static final Pattern SECRET = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{N} ._@+-]{0,62}[\\p{L}\\p{N}._@+-])?");
    private static final Duration BETWEEN_NOTES = Duration.ofMinutes(1);

    private final TokenStore store;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<Long, Instant> noted = new ConcurrentHashMap<>();

    /** A token that was just made, and its secret, which is to be had this once. */
    public record Created(Token token, String secret) {
        /** Without the secret: nothing that is logged may hold it. */
        @Override
        public String toString() {
            return "Created[token=" + token + "]";
        }
    }

    public Tokens(TokenStore store, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes one. No two that are worth something have the same name: the audit log knows callers by
     * it, and the keys of their requests belong to it.
     *
     * @param name up to 64 letters, digits, blanks and {@code . _ @ + -}
     * @param by who makes it
     * @param lifetime after which it is worth nothing; empty for ever
     * @throws IllegalArgumentException that says what is wrong with the name or the lifetime, as
     *     the end of a sentence that begins with which of both it is
     * @throws NameTakenException if another that is worth something has the name
     */
    public synchronized Created create(
            String name, AccessRole role, String by, Optional<Duration> lifetime) {
        requireName(name);
        lifetime.ifPresent(Tokens::requireLifetime);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        requireFree(name, now);
        String secret = PREFIX + Secrets.random(random);
        Token token =
                store.add(
                        new NewToken(
                                name,
                                role,
                                now,
                                by,
                                lifetime.map(now::plus),
                                Secrets.hash(secret)));
        return new Created(token, secret);
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name is not 1 to 64 letters, digits, blanks or . _ @ + -, beginning with a"
                            + " letter or digit");
        }
    }

    private void requireFree(String name, Instant now) {
        store.all().stream()
                .filter(t -> t.name().equals(name))
                .filter(t -> !t.isRevoked() && !t.hasExpired(now))
                .findFirst()
                .ifPresent(t -> {
                    throw new NameTakenException(t);
                });
    }

    private static void requireLifetime(Duration lifetime) {
        if (!lifetime.isPositive()) {
            throw new IllegalArgumentException("expires is not a time to come");
        }
    }

    /** What a secret is worth now. That a good one was used is noted, at most once a minute. */
    public TokenCheck check(String secret) {
        if (!SECRET.matcher(secret).matches()) {
            return new TokenCheck.Unknown();
        }
        return store.find(Secrets.hash(secret)).map(this::check).orElseGet(TokenCheck.Unknown::new);
    }

    /** The same for a token whose session was shown. */
    TokenCheck check(Token token) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (token.isRevoked()) {
            return new TokenCheck.Revoked(token);
        }
        if (token.hasExpired(now)) {
            return new TokenCheck.Expired(token);
        }
        note(token, now);
        return new TokenCheck.Known(token);
    }

    /** Not each request is worth a write. A clock that was set back does not keep it from one. */
    private void note(Token token, Instant now) {
        Instant last = noted.getOrDefault(token.id(), token.lastUsedAt().orElse(Instant.EPOCH));
        if (Duration.between(last, now).abs().compareTo(BETWEEN_NOTES) >= 0) {
            noted.put(token.id(), now);
            store.used(token.id(), now);
        }
    }

    /** All there ever were, newest first, also those that are worth nothing any more. */
    public List<Token> all() {
        return store.all();
    }

    /**
     * Makes a token worth nothing, and its browser sessions with it. May be said again.
     *
     * @return whether there is one with this id
     */
    public boolean revoke(long id) {
        return store.revoke(id, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
