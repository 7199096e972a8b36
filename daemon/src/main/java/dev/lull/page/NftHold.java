package dev.lull.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * A hold by a table of nftables. Needs root (CAP_NET_ADMIN) and the {@code nft} command. The
 * elements of its set carry the timeout; an empty table, all that a killed Lull can leave, does
 * nothing and goes with the next {@link #clear}.
 */
public final class NftHold implements Hold {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SET = "held";

    private final String table;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Holds by a table of its own.
     *
     * @param table its name; nobody else's
     */
    public NftHold(String table) {
        this.table = table;
    }

    @Override
    public void hold(Set<Integer> tcpPorts, Duration timeout) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("a hold needs a timeout");
        }
        if (tcpPorts.isEmpty()) {
            return;
        }
        long millis = Math.max(1, timeout.toMillis());
        locked(() -> apply(table() + without(tcpPorts) + elements("add", tcpPorts, millis)));
    }

    @Override
    public void release(Set<Integer> tcpPorts) {
        locked(() -> {
            if (!isThere()) {
                return;
            }
            Set<Integer> rest = elements();
            rest.removeAll(tcpPorts);
            apply(rest.isEmpty() ? noTable() : without(tcpPorts));
        });
    }

    @Override
    public Set<Integer> held() {
        lock.lock();
        try {
            return isThere() ? Set.copyOf(elements()) : Set.of();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void clear() {
        locked(() -> apply(noTable()));
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Before Docker's DNAT (-100) in both hooks: after it a packet for a published port has the
     * container's address and port. Arriving is for the network and loopback, leaving for what the
     * host itself sends to a published port on its own address, which is forwarded at once.
     */
    private String table() {
        return """
        add table inet %1$s
        add set inet %1$s held { type inet_service; flags timeout; }
        add chain inet %1$s arriving { type filter hook prerouting priority -110; }
        add chain inet %1$s leaving { type filter hook output priority -110; }
        flush chain inet %1$s arriving
        flush chain inet %1$s leaving
        add rule inet %1$s arriving tcp dport @held \
        tcp flags & (fin|syn|rst|ack) == syn fib daddr type local drop
        add rule inet %1$s leaving tcp dport @held \
        tcp flags & (fin|syn|rst|ack) == syn fib daddr type local drop
        """
                .formatted(table);
    }

    /** Added first, so that there is something to delete: one transaction, nothing seen between. */
    private String noTable() {
        return "add table inet %1$s\ndelete table inet %1$s\n".formatted(table);
    }

    /** Likewise. It is also the way to a new timeout: kernels keep the old one of an element. */
    private String without(Set<Integer> ports) {
        return ports.isEmpty()
                ? ""
                : elements("add", ports, 60_000)
                        + "delete element inet %s %s { %s }\n"
                                .formatted(table, SET, Ports.list(ports));
    }

    private String elements(String verb, Set<Integer> ports, long millis) {
        String each =
                new TreeSet<>(ports)
                        .stream()
                                .map(p -> Ports.checked(p) + " timeout " + millis + "ms")
                                .collect(Collectors.joining(", "));
        return "%s element inet %s %s { %s }\n".formatted(verb, table, SET, each);
    }

    private void apply(String script) {
        List<String> nft = List.of("nft", "-f", "-");
        HostCommand.Result result = HostCommand.run(nft, script);
        if (!result.isOk()) {
            // An element that ran out in mid-transaction fails it as a whole; the next one is
            // sound.
            result = HostCommand.run(nft, script);
        }
        if (!result.isOk()) {
            throw refused(result);
        }
    }

    private boolean isThere() {
        for (JsonNode entry : list("tables", "inet")) {
            if (entry.path("table").path("name").asText().equals(table)) {
                return true;
            }
        }
        return false;
    }

    private Set<Integer> elements() {
        Set<Integer> ports = new TreeSet<>();
        for (JsonNode entry : list("set", "inet", table, SET)) {
            for (JsonNode element : entry.path("set").path("elem")) {
                ports.add(element.path("elem").path("val").asInt());
            }
        }
        return ports;
    }

    private static JsonNode list(String... what) {
        List<String> nft = new ArrayList<>(List.of("nft", "-j", "list"));
        nft.addAll(List.of(what));
        HostCommand.Result result = HostCommand.run(nft, "");
        if (!result.isOk()) {
            throw refused(result);
        }
        // The answer is one line; warnings about tables of others may stand before it.
        String answer =
                result.output().lines().filter(l -> l.startsWith("{")).findFirst().orElse("{}");
        try {
            return JSON.readTree(answer).path("nftables");
        } catch (JsonProcessingException e) {
            throw new DoorException.Permanent("nft answered what is not JSON: " + answer, e);
        }
    }

    private static DoorException refused(HostCommand.Result result) {
        return new DoorException.Permanent(
                "nft could not do it; does the daemon run as root? " + result.output().strip());
    }
}
