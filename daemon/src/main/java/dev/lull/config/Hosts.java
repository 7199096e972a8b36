package dev.lull.config;

import java.util.List;

/**
 * The names that a browser may know the daemon by, beside those of loopback.
 *
 * @param names in lower case, without a port; an IPv6 address in brackets
 */
public record Hosts(List<String> names) {
    /** Only those of loopback. */
    static final Hosts NONE = new Hosts(List.of());

    public Hosts {
        names = List.copyOf(names);
    }

    @Override
    public String toString() {
        return names.isEmpty() ? HostNames.NONE : String.join(" ", names);
    }
}
