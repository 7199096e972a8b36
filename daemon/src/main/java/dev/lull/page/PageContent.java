package dev.lull.page;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What the page tells visitors. Texts are plain text; whoever shows them escapes them.
 *
 * @param title one line, not blank
 * @param message may hold line breaks; may be empty
 * @param contact an http(s) address, a mail address or plain text; empty for none
 * @param expectedReturn when the app is expected back
 * @param windowId sent with every answer as the header {@code Lull-Page}: at most 64 letters,
 *     digits, dots, dashes and underscores
 * @param stack the stack's name
 */
public record PageContent(
        String title,
        String message,
        String contact,
        Instant expectedReturn,
        String windowId,
        String stack) {
    private static final Pattern WINDOW_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public PageContent {
        if (title.isBlank()) {
            throw new IllegalArgumentException("the page needs a title");
        }
        if (!WINDOW_ID.matcher(windowId).matches()) {
            throw new IllegalArgumentException("not fit for a header: " + windowId);
        }
        contact = contact.strip();
    }

    /** The language of the texts around the given ones. */
    public String language() {
        return "en";
    }
}
