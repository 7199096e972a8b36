package dev.lull.page;

import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** TCP port numbers on their way into something that a kernel or nginx reads. */
final class Ports {
    private Ports() {}

    static int checked(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("not a TCP port: " + port);
        }
        return port;
    }

    /** As nftables writes them: {@code 80, 443}. */
    static String list(Collection<Integer> ports) {
        return new TreeSet<>(ports)
                .stream().map(p -> Integer.toString(checked(p))).collect(Collectors.joining(", "));
    }
}
