package dev.lull.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the daemon listens for browsers, and for others who show a token.
 *
 * @param address of this host, or of all its networks; empty for nowhere
 */
public record Listen(Optional<InetSocketAddress> address) {
    private static final String NOWHERE = "none";
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(localhost|"
                            + OCTET
                            + "(?:\\."
                            + OCTET
                            + "){3}|\\[[0-9a-fA-F:.]{2,45}])?:(\\d{1,5})");
    private static final Pattern ZEROS = Pattern.compile("(^|:)(0(:|$)){2,}");
    private static final int LAST_PORT = 65_535;

    /**
     * Reads {@code none}, or an address such as {@code 127.0.0.1:7410}, {@code [::]:7410} or {@code
     * :7410}, which is loopback.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Listen parse(String text) {
        if (text.equals(NOWHERE)) {
            return new Listen(Optional.empty());
        }
        Matcher m = ADDRESS.matcher(text);
        if (!m.matches() || Integer.parseInt(m.group(2)) > LAST_PORT) {
            throw notOne();
        }
        String host = m.group(1) == null ? "127.0.0.1" : m.group(1);
        return new Listen(Optional.of(address(host, Integer.parseInt(m.group(2)))));
    }

    /** Only {@code localhost} is looked up, which this host knows. */
    private static InetSocketAddress address(String host, int port) {
        if (host.equals("localhost")) {
            return new InetSocketAddress(host, port);
        }
        try {
            return new InetSocketAddress(literal(host), port);
        } catch (IllegalArgumentException e) {
            throw notOne();
        }
    }

    private static InetAddress literal(String host) {
        return host.startsWith("[")
                ? Inet6Address.ofLiteral(host.substring(1, host.length() - 1))
                : InetAddress.ofLiteral(host);
    }

    private static IllegalArgumentException notOne() {
        return new IllegalArgumentException(
                "is not an address with its port, such as 127.0.0.1:7410, and not none");
    }

    /** Whether others than this host can reach it. */
    public boolean isOpenToOthers() {
        return address.filter(a -> a.isUnresolved() || !a.getAddress().isLoopbackAddress())
                .isPresent();
    }

    @Override
    public String toString() {
        return address.map(a -> host(a) + ":" + a.getPort()).orElse(NOWHERE);
    }

    private static String host(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address six
                ? "[" + ZEROS.matcher(six.getHostAddress()).replaceFirst("::") + "]"
                : address.getHostString();
    }
}
