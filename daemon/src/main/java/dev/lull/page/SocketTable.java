package dev.lull.page;

import java.util.List;
import java.util.Set;

/** Reads {@code /proc/PID/net/tcp} and {@code tcp6}. */
final class SocketTable {
    /**
     * ESTABLISHED, SYN_RECV (becomes a connection with the next packet), FIN_WAIT1, CLOSE_WAIT,
     * LAST_ACK, CLOSING. Not FIN_WAIT2 and TIME_WAIT: there the client has taken every byte.
     */
    private static final Set<String> BUSY = Set.of("01", "03", "04", "08", "09", "0B");

    private SocketTable() {}

    static int connections(List<String> lines, Set<Integer> ports) {
        return (int) lines.stream().skip(1).filter(l -> isBusy(l, ports)).count();
    }

    private static boolean isBusy(String line, Set<Integer> ports) {
        String[] fields = line.strip().split("\\s+", -1);
        String local = fields[1];
        int port = Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), 16);
        return ports.contains(port) && BUSY.contains(fields[3]);
    }
}
