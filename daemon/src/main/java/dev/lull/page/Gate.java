package dev.lull.page;

import java.time.Duration;
import java.util.Set;

/**
 * A gate in front of one container: it lets nobody new in, and those who are in finish. A proxy
 * whose new connection is refused turns to the page at once.
 *
 * <p>The container is named by the host's process id of its first process. A process that has gone
 * is no error: nothing is to be done, and no one is connected. The methods are safe to use from
 * many threads and throw {@link DoorException}.
 */
public interface Gate {

    /**
     * Makes it so that new connections from outside to these ports of the container are refused at
     * once (TCP reset). Connections that are there go on; so do new ones from within the container
     * to itself (its own health check). Asked again, only the new ports count. Ends with the
     * container's network, so nothing can be left behind.
     *
     * @throws DoorException.Permanent also if it has no network of its own ({@code network_mode:
     *     host})
     */
    void refuse(long pid, Set<Integer> tcpPorts);

    /** Makes it so that nothing is refused. */
    void admit(long pid);

    /**
     * Counts connections to these ports in which something may still be on its way: being set up,
     * established, or closed by one side with bytes not yet taken by the other. An idle keep-alive
     * connection is established like any other.
     */
    int connections(long pid, Set<Integer> tcpPorts);

    /**
     * Waits until there are no such connections.
     *
     * @return whether that was so before {@code max} had gone
     */
    boolean awaitIdle(long pid, Set<Integer> tcpPorts, Duration max) throws InterruptedException;
}
