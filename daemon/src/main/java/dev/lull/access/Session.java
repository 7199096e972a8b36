package dev.lull.access;

import java.time.Instant;

/**
 * A browser that has logged in with a token.
 *
 * @param token as it is now
 * @param csrf what a page of Lull shows with each request that changes something, and no page from
 *     elsewhere can know
 * @param expiresAt when the browser has to log in again
 */
public record Session(Token token, String csrf, Instant expiresAt) {

    /** Whether this is what a page of Lull would show. */
    public boolean isOwn(String shown) {
        return Secrets.same(csrf, shown);
    }

    /** Without what only the browser may know: nothing that is logged may hold it. */
    @Override
    public String toString() {
        return "Session[token=" + token + ", expiresAt=" + expiresAt + "]";
    }
}
