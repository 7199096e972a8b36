package dev.lull.page;

import dev.lull.docker.Faults;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Containers in memory whose connections a test opens and ends. No wait is a real one. */
public final class FakeGate implements Gate {
    private final Faults faults = new Faults();
    private final Map<Long, Set<Integer>> refused = new ConcurrentHashMap<>();
    private final Map<Long, Queue<Integer>> open = new ConcurrentHashMap<>();

    /** What is to fail. */
    public Faults faults() {
        return faults;
    }

    /** What a client sees. */
    public boolean connect(long pid, int port) {
        if (isRefused(pid, port)) {
            return false;
        }
        open.computeIfAbsent(pid, p -> new ConcurrentLinkedQueue<>()).add(port);
        return true;
    }

    /** The client is done. */
    public void disconnect(long pid, int port) {
        Queue<Integer> connected = open.get(pid);
        if (connected != null) {
            connected.remove(port);
        }
    }

    public boolean isRefused(long pid, int port) {
        return refused.getOrDefault(pid, Set.of()).contains(port);
    }

    @Override
    public void refuse(long pid, Set<Integer> tcpPorts) {
        faults.perform("refuse", () -> refused.merge(pid, Set.copyOf(tcpPorts), (_, now) -> now));
    }

    @Override
    public void admit(long pid) {
        faults.perform("admit", () -> refused.keySet().remove(pid));
    }

    @Override
    public int connections(long pid, Set<Integer> tcpPorts) {
        return faults.perform("connections", () -> connected(pid, tcpPorts));
    }

    private int connected(long pid, Collection<Integer> tcpPorts) {
        return (int)
                open.getOrDefault(pid, new ConcurrentLinkedQueue<>()).stream()
                        .filter(tcpPorts::contains)
                        .count();
    }

    @Override
    public boolean awaitIdle(long pid, Set<Integer> tcpPorts, Duration max) {
        return faults.perform("awaitIdle", () -> connected(pid, tcpPorts) == 0);
    }
}
