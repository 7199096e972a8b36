package dev.lull.access;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody asked of the daemon. Anybody may ask anything, so each text is cut to what a line
 * holds and made harmless; a query is left out, and what looks like the secret of a token too.
 *
 * @param at to the millisecond
 * @param who the name of the token or of the user at the unix socket; empty if nobody knows
 * @param role empty if nobody knows who it was
 * @param from where the request came from
 * @param method of HTTP
 * @param path of the request, without its query
 */
public record AuditEntry(
        Instant at,
        String who,
        Optional<AccessRole> role,
        String from,
        String method,
        String path) {
    private static final int LONGEST = 300;
    private static final Pattern SECRET = Pattern.compile(Tokens.PREFIX + "[A-Za-z0-9_-]{16,}");

    public AuditEntry {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        who = harmless(who);
        from = harmless(from);
        method = harmless(method);
        path = harmless(path.replaceFirst("(?s)[?#;].*", ""));
    }

    private static String harmless(String text) {
        String line =
                SECRET.matcher(text)
                        .replaceAll(Tokens.PREFIX + "…")
                        .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ");
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
