package dev.lull.page;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code /proc/PID/net/tcp} and {@code tcp6}. */
final class SocketTable {
    /**
     * ESTABLISHED, SYN_RECV (becomes a connection with the next packet), FIN_WAIT1, CLOSE_WAIT,
     * LAST_ACK, CLOSING. Not FIN_WAIT2 and TIME_WAIT: there the client has taken every byte.
     */
    private static final Set<String> BUSY = Set.of("01", "03", "04", "08", "09", "0B");

    private static final String LISTEN = "0A";
    private static final int INODE = 9;

    private SocketTable() {}

    static int connections(List<String> lines, Set<Integer> ports) {
        return (int) lines.stream().skip(1).filter(l -> isBusy(l, ports)).count();
    }

    /** The inodes of the sockets that listen. */
    static Set<String> listening(List<String> lines) {
        return lines.stream()
                .skip(1)
                .map(line -> line.strip().split("\\s+", -1))
                .filter(fields -> fields[3].equals(LISTEN))
                .map(fields -> fields[INODE])
                .collect(Collectors.toSet());
    }

    private static boolean isBusy(String line, Set<Integer> ports) {
        String[] fields = line.strip().split("\\s+", -1);
        String local = fields[1];
        int port = Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), 16);
        return ports.contains(port) && BUSY.contains(fields[3]);
    }
}
