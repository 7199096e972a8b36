package dev.lull.window;

/**
 * Where a window comes from.
 *
 * @param by who opened it
 * @param from where they are, e.g. {@code unix socket}; may be empty in windows of earlier times
 * @param request what the caller calls this request, so that one that is sent again opens no second
 *     window; empty where it does not say
 * @param reason what for; may be empty
 * @param gitSha of what is to be deployed; may be empty
 * @param changeUrl where people read about the change; may be empty
 */
public record Origin(
        String by, String from, String request, String reason, String gitSha, String changeUrl) {

    /** Whether the same caller says the same; where they are from does not count. */
    boolean isLike(Origin other) {
        return by.equals(other.by)
                && request.equals(other.request)
                && reason.equals(other.reason)
                && gitSha.equals(other.gitSha)
                && changeUrl.equals(other.changeUrl);
    }
}
