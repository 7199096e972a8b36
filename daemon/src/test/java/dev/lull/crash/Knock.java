package dev.lull.crash;

import dev.lull.page.PageFiles;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request of the prober and who answered it.
 *
 * @param sent before the first byte went out
 * @param at after the last byte came in
 * @param by who answered
 * @param what the version that the app said it is, the token of an entry that it said it has
 *     written, or what was broken
 */
record Knock(Instant sent, Instant at, By by, String what) {
    private static final Pattern VERSION = Pattern.compile("\\{\"version\": \"([^\"]+)\"}\\s*");
    private static final int OK = 200;
    private static final int CREATED = 201;

    /** Who answered. */
    enum By {
        /** The app, with its version. */
        APP,
        /** The app: it has written an entry. */
        WRITTEN,
        /** The page. */
        PAGE,
        /** A proxy that found nobody, an app that is not well, or nobody at all. */
        NOBODY
    }

    /**
     * Of an answer.
     *
     * @param token of the entry that was to be written; empty when the version was asked for
     */
    static Knock of(Instant sent, Instant at, String token, HttpResponse<String> answer) {
        if (answer.headers().firstValue(PageFiles.HEADER).isPresent()) {
            return new Knock(sent, at, By.PAGE, "");
        }
        if (!token.isEmpty() && answer.statusCode() == CREATED) {
            return new Knock(sent, at, By.WRITTEN, token);
        }
        Matcher version = VERSION.matcher(answer.body());
        if (token.isEmpty() && answer.statusCode() == OK && version.matches()) {
            return new Knock(sent, at, By.APP, version.group(1));
        }
        return nobody(sent, at, "status " + answer.statusCode());
    }

    static Knock nobody(Instant sent, Instant at, String why) {
        return new Knock(sent, at, By.NOBODY, why);
    }

    boolean isByApp() {
        return by == By.APP || by == By.WRITTEN;
    }
}
