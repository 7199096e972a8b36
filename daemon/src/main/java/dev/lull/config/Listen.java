package dev.lull.config;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the daemon listens for a browser.
 *
 * @param address a loopback address; empty for nowhere
 */
public record Listen(Optional<InetSocketAddress> address) {
    private static final String NOWHERE = "none";
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(localhost|127(?:\\.(?:25[0-5]|2[0-4]\\d|1\\d\\d|\\d{1,2})){3}|\\[::1])?"
                            + ":(\\d{1,5})");
    private static final int LAST_PORT = 65_535;

    /**
     * Reads {@code none}, or an address such as {@code 127.0.0.1:7410} or {@code :7410}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Listen parse(String text) {
        if (text.equals(NOWHERE)) {
            return new Listen(Optional.empty());
        }
        Matcher m = ADDRESS.matcher(text);
        if (!m.matches() || Integer.parseInt(m.group(2)) > LAST_PORT) {
            throw new IllegalArgumentException(
                    "is not a loopback address such as 127.0.0.1:7410, and not none");
        }
        String host = m.group(1) == null ? "127.0.0.1" : m.group(1);
        return new Listen(Optional.of(new InetSocketAddress(host, Integer.parseInt(m.group(2)))));
    }

    @Override
    public String toString() {
        return address.map(a -> a.getHostString() + ":" + a.getPort()).orElse(NOWHERE);
    }
}
