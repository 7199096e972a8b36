package dev.lull.api;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page is from, as browsers tell pages apart: all three together.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case
 * @param port also where it is the scheme's own, which browsers leave out
 */
record WebOrigin(String scheme, String host, int port) {
    static final String PLAIN = "http";
    static final String SECURE = "https";

    private static final Pattern ORIGIN = Pattern.compile("(https?)://(.+)");
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}])(?::(\\d{1,5}))?");

    /** Reads the header {@code Origin}; empty for all that is no page of the web. */
    static Optional<WebOrigin> parse(String origin) {
        Matcher m = ORIGIN.matcher(origin);
        return m.matches() ? of(m.group(1), m.group(2)) : Optional.empty();
    }

    /** The one with this authority, as the header {@code Host} has it; empty if it is none. */
    static Optional<WebOrigin> of(String scheme, String authority) {
        Matcher m = AUTHORITY.matcher(authority);
        if (!m.matches()) {
            return Optional.empty();
        }
        String host = m.group(1).toLowerCase(Locale.ROOT);
        String port = m.group(2);
        return Optional.of(
                new WebOrigin(scheme, host, port == null ? usual(scheme) : Integer.parseInt(port)));
    }

    private static int usual(String scheme) {
        return scheme.equals(SECURE) ? 443 : 80;
    }

    /** Whether the port is the one that browsers leave out. */
    boolean isOnUsualPort() {
        return port == usual(scheme);
    }
}
