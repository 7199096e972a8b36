package dev.lull.docker;

import java.util.List;

/**
 * How a container is connected to a network.
 *
 * @param aliases names under which others on that network find it, without Docker's own short id
 * @param ipv4 a fixed address, or empty
 * @param ipv6 a fixed address, or empty
 * @param address the address it has now, or empty when it does not run
 */
public record Endpoint(List<String> aliases, String ipv4, String ipv6, String address) {
    public Endpoint {
        aliases = List.copyOf(aliases);
    }

    /** A connection under these names with whatever address Docker gives. */
    public static Endpoint of(List<String> aliases) {
        return new Endpoint(aliases, "", "", "");
    }
}
