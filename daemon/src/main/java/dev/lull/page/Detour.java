package dev.lull.page;

import java.time.Duration;
import java.util.Collection;

/**
 * For the moment of a change of places: what a proxy asks at the address that it still remembers
 * goes to the one that answers now. A proxy looks names up when it is loaded; until then, and in
 * old workers even after, it asks where nobody is any more.
 *
 * <p>The proxy is named by the host's process id of its first process. A process that has gone is
 * no error. The methods are safe to use from many threads and throw {@link DoorException}.
 */
public interface Detour {

    /**
     * One way that is turned.
     *
     * @param from an IPv4 address
     * @param to another one
     */
    record Turn(String from, int tcpPort, String to) {}

    /**
     * Makes it so that new TCP connections that the container opens go where these turns lead, and
     * all others straight. Connections that are there go on. Ends by itself, and with the
     * container's network, so nothing can be left behind.
     *
     * @param turns each address and port at most once
     * @throws DoorException.Permanent also if it has no network of its own ({@code network_mode:
     *     host})
     */
    void lay(long pid, Collection<Turn> turns, Duration atMost);

    /** Makes it so that every new connection goes straight. */
    void lift(long pid);
}
