package dev.lull.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** A gate by nftables inside the container's network namespace. */
public final class NetnsGate implements Gate {
    private static final Path PROC = Path.of("/proc");
    private static final Duration POLL = Duration.ofMillis(10);

    private static final String NO_RULES =
            """
            add table inet lull_gate
            delete table inet lull_gate
            """;

    @Override
    public void refuse(long pid, Set<Integer> tcpPorts) {
        if (tcpPorts.isEmpty()) {
            admit(pid);
            return;
        }
        if (Netns.isTheHosts(pid)) {
            throw new DoorException.Permanent(
                    "process " + pid + " shares the host's network: no gate can be put before it");
        }
        Netns.nft(pid, rules(tcpPorts));
    }

    @Override
    public void admit(long pid) {
        if (!Netns.isTheHosts(pid)) {
            Netns.nft(pid, NO_RULES);
        }
    }

    @Override
    public int connections(long pid, Set<Integer> tcpPorts) {
        return count(pid, "tcp", tcpPorts) + count(pid, "tcp6", tcpPorts);
    }

    @Override
    public boolean awaitIdle(long pid, Set<Integer> tcpPorts, Duration max)
            throws InterruptedException {
        long deadline = System.nanoTime() + max.toNanos();
        while (connections(pid, tcpPorts) > 0) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }

    /** Traffic on lo is the container with itself. */
    private static String rules(Set<Integer> ports) {
        return """
        add table inet lull_gate
        add chain inet lull_gate arriving { type filter hook input priority 0; policy accept; }
        flush chain inet lull_gate arriving
        add rule inet lull_gate arriving iifname != "lo" tcp dport { %s } \
        tcp flags & (fin|syn|rst|ack) == syn reject with tcp reset
        """
                .formatted(Ports.list(ports));
    }

    private static int count(long pid, String table, Set<Integer> ports) {
        try {
            return SocketTable.connections(
                    Files.readAllLines(PROC.resolve(pid + "/net/" + table)), ports);
        } catch (IOException e) {
            boolean noIpv6 = table.equals("tcp6") && e instanceof NoSuchFileException;
            if (noIpv6 || !Netns.isThere(pid)) {
                return 0;
            }
            throw new DoorException.Permanent("can't read the sockets of process " + pid, e);
        }
    }
}
