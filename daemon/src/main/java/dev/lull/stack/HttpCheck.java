package dev.lull.stack;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request that must be answered with one status.
 *
 * @param method e.g. {@code GET}
 * @param port of the container, not of the host
 * @param path with its query, beginning with a slash
 * @param status expected, 100 to 599
 */
public record HttpCheck(String method, int port, String path, int status) {
    private static final Pattern FORM =
            Pattern.compile("([A-Z]+)\\s+:(\\d{1,5})(/\\S*)?(?:\\s+(\\d{3}))?");

    /**
     * Reads {@code GET :8000/healthz 200}; the path defaults to {@code /}, the status to 200.
     *
     * @throws IllegalArgumentException with the expected form
     */
    public static HttpCheck parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "is not of the form 'GET :PORT/PATH STATUS', e.g. 'GET :8000/healthz 200'");
        }
        int port = Integer.parseInt(m.group(2));
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("has no valid port: " + port);
        }
        String path = m.group(3) == null ? "/" : m.group(3);
        if (!isPath(path)) {
            throw new IllegalArgumentException(
                    "has a path that can't stand in a URL, escape it: " + path);
        }
        int status = m.group(4) == null ? 200 : Integer.parseInt(m.group(4));
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("has no valid status: " + m.group(4));
        }
        return new HttpCheck(m.group(1), port, path, status);
    }

    private static boolean isPath(String path) {
        try {
            return new URI("http://host" + path).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return method + " :" + port + path + " " + status;
    }
}
