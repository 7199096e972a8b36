package dev.lull.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where restic keeps what it is given, as restic's {@code -r} takes it. One that holds a password
 * is refused: the file is no place for it, nor are the plans and reports that name the repository.
 */
record ResticRepository() implements Kind<String> {
    private static final Pattern REMOTE =
            Pattern.compile("(sftp|rest|s3|b2|azure|gs|swift|rclone):(.+)");
    private static final Pattern USER = Pattern.compile("(.*)@");

    @Override
    public Class<String> type() {
        return String.class;
    }

    @Override
    public String words() {
        return "an absolute path, or what restic takes for another place (sftp:, rest:, s3:, b2:,"
                + " azure:, gs:, swift: or rclone: and what follows), without a password";
    }

    @Override
    public String read(String text) {
        if (text.chars().anyMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c))) {
            throw new IllegalArgumentException("has a character that no repository has");
        }
        Matcher remote = REMOTE.matcher(text);
        if (remote.matches()) {
            requireNoPassword(remote.group(2));
            return text;
        }
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("is no place that restic knows");
        }
        return text;
    }

    private static void requireNoPassword(String place) {
        int slashes = place.indexOf("//");
        boolean isUrl = slashes == 0 || (slashes > 0 && place.charAt(slashes - 1) == ':');
        String authority = place.substring(isUrl ? slashes + 2 : 0).split("/", 2)[0];
        Matcher user = USER.matcher(authority);
        if (user.lookingAt() && user.group(1).contains(":")) {
            throw new IllegalArgumentException("holds a password");
        }
        if (isUrl) {
            requireHost(place);
        }
    }

    /** What is no URL may have a password in an odd place. */
    private static void requireHost(String url) {
        try {
            if (new URI(url).getHost() == null) {
                throw new IllegalArgumentException("has a URL without a host");
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("has a URL that can't be read", e);
        }
    }

    /** Nothing that may be a password. */
    @Override
    public String shown(String text) {
        int colon = text.indexOf(':');
        return text.startsWith("/") || colon < 0 ? text : text.substring(0, colon) + ":…";
    }
}
