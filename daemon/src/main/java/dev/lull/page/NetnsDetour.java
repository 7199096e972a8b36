package dev.lull.page;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A detour by nftables inside the container's network namespace. */
public final class NetnsDetour implements Detour {
    private static final String NO_RULES =
            """
            add table ip lull_detour
            delete table ip lull_detour
            """;

    @Override
    public void lay(long pid, Collection<Turn> turns, Duration atMost) {
        if (turns.isEmpty()) {
            lift(pid);
            return;
        }
        if (Netns.isTheHosts(pid)) {
            throw new DoorException.Permanent(
                    "process " + pid + " shares the host's network: no detour can be laid in it");
        }
        Netns.nft(pid, NO_RULES + rules(turns, Math.max(1, atMost.toMillis())));
    }

    @Override
    public void lift(long pid) {
        if (!Netns.isTheHosts(pid)) {
            Netns.nft(pid, NO_RULES);
        }
    }

    /** The destination is chosen for the first packet of a connection, and kept for the others. */
    private static String rules(Collection<Turn> turns, long millis) {
        String elements =
                turns.stream()
                        .map(t ->
                                "%s . %d timeout %dms : %s"
                                        .formatted(
                                                ipv4(t.from()),
                                                Ports.checked(t.tcpPort()),
                                                millis,
                                                ipv4(t.to())))
                        .collect(Collectors.joining(", "));
        return """
        add table ip lull_detour
        add map ip lull_detour turns { type ipv4_addr . inet_service : ipv4_addr; flags timeout; }
        add chain ip lull_detour leaving { type nat hook output priority -110; policy accept; }
        add rule ip lull_detour leaving meta l4proto tcp dnat to ip daddr . tcp dport map @turns
        add element ip lull_detour turns { %s }
        """
                .formatted(elements);
    }

    private static String ipv4(String address) {
        List<String> parts = List.of(address.split("\\.", -1));
        boolean sound =
                parts.size() == 4
                        && parts.stream()
                                .allMatch(p -> p.matches("\\d{1,3}") && Integer.parseInt(p) < 256);
        if (!sound) {
            throw new IllegalArgumentException("not an IPv4 address: " + address);
        }
        return address;
    }
}
