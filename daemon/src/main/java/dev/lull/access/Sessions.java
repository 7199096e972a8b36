package dev.lull.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The sessions of browsers. One lasts for twelve hours, over restarts of the daemon, and not longer
 * than its token is worth something. Thread-safe.
 *
 * <p>Of its secret, the cookie, only a hash is kept, as of a token's ({@link Tokens}). What
 * protects it against requests from elsewhere (CSRF) is made of the secret each time, and not kept
 * at all.
 */
public final class Sessions {
    /** After this a browser has to log in again. */
    public static final Duration LIFETIME = Duration.ofHours(12);

    /** Makes of a secret what is neither it nor its hash. */
    private static final String CSRF = "csrf of ";

    private final SessionStore store;
    private final Tokens tokens;
    private final InstantSource clock;
    private final SecureRandom random;

    /** A session that has just begun, and its secret, the value of the cookie. */
    public record Opened(String secret, Session session) {
        /** Without the secret: nothing that is logged may hold it. */
        @Override
        public String toString() {
            return "Opened[session=" + session + "]";
        }
    }

    public Sessions(SessionStore store, Tokens tokens, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
        this.random = random;
    }

    /** Begins one. Those whose time is over are swept away by the way. */
    public Opened open(Token token) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        store.sweep(now);
        Instant longest = now.plus(LIFETIME);
        Instant expiresAt = token.expiresAt().filter(longest::isAfter).orElse(longest);
        String secret = Secrets.random(random);
        store.add(Secrets.hash(secret), token.id(), expiresAt);
        return new Opened(secret, new Session(token, csrf(secret), expiresAt));
    }

    /** The session with this secret, if it still is one. Counts as a use of its token. */
    public Optional<Session> check(String secret) {
        Instant now = clock.instant();
        return store.find(Secrets.hash(secret))
                .filter(s -> now.isBefore(s.expiresAt()))
                .filter(s -> tokens.check(s.token()) instanceof TokenCheck.Known)
                .map(s -> new Session(s.token(), csrf(secret), s.expiresAt()));
    }

    /** Ends one, if there is one with this secret. */
    public void end(String secret) {
        store.remove(Secrets.hash(secret));
    }

    private static String csrf(String secret) {
        return Secrets.hash(CSRF + secret);
    }
}
