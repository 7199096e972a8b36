package dev.lull.page;

import java.time.Duration;
import java.util.Set;

/**
 * The SYN hold: for a moment in which nobody listens on a published port, new connections to it are
 * not refused but made to wait. Their first packet is dropped without an answer; the client's TCP
 * sends it again after a second. Connections that are there already go on.
 *
 * <p>Only packets to an address of this host are held, never its traffic to elsewhere. The port
 * counts on all addresses of the host, published or not. Each hold has a timeout in the kernel: if
 * Lull dies, it lifts by itself.
 *
 * <p>All methods are "make it so", block for some milliseconds, and are safe to use from many
 * threads of one process. They throw {@link DoorException}.
 *
 * <p>What was let in just before must still be answered: after {@code hold}, let whoever listened
 * finish (see {@link Gate#awaitIdle}) before it is stopped.
 */
public interface Hold {

    /**
     * Makes it so that new connections to these ports wait, until released or this time from now
     * has gone. A port that is held already gets the new time.
     *
     * @param tcpPorts ports of the host; none is no error
     * @param timeout more than zero
     */
    void hold(Set<Integer> tcpPorts, Duration timeout);

    /**
     * Makes it so that these ports are not held; a port that is not is no error. Leaves nothing
     * behind in the kernel when no other port is held.
     */
    void release(Set<Integer> tcpPorts);

    /** The ports that are held now. */
    Set<Integer> held();

    /** Makes it so that no port is held, whoever held it, and nothing is left in the kernel. */
    void clear();
}
