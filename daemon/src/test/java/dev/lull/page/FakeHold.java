package dev.lull.page;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A hold in memory, whose timeouts follow the given clock. */
public final class FakeHold implements Hold {
    private final InstantSource clock;
    private final Map<Integer, Instant> until = new ConcurrentHashMap<>();

    public FakeHold(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void hold(Set<Integer> tcpPorts, Duration timeout) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("a hold needs a timeout");
        }
        tcpPorts.forEach(p -> until.put(Ports.checked(p), clock.instant().plus(timeout)));
    }

    @Override
    public void release(Set<Integer> tcpPorts) {
        until.keySet().removeAll(tcpPorts);
    }

    @Override
    public Set<Integer> held() {
        return until.entrySet().stream()
                .filter(e -> e.getValue().isAfter(clock.instant()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void clear() {
        until.clear();
    }
}
