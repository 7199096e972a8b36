package dev.lull.page;

import dev.lull.docker.Faults;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A hold in memory, whose timeouts follow the given clock. */
public final class FakeHold implements Hold {
    private final Faults faults = new Faults();
    private final InstantSource clock;
    private final Map<Integer, Instant> until = new ConcurrentHashMap<>();

    public FakeHold(InstantSource clock) {
        this.clock = clock;
    }

    /** What is to fail. */
    public Faults faults() {
        return faults;
    }

    @Override
    public void hold(Set<Integer> tcpPorts, Duration timeout) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("a hold needs a timeout");
        }
        Instant end = clock.instant().plus(timeout);
        faults.perform(
                "hold",
                () -> {
                    tcpPorts.forEach(p -> until.put(Ports.checked(p), end));
                    return until;
                });
    }

    @Override
    public void release(Set<Integer> tcpPorts) {
        faults.perform("release", () -> until.keySet().removeAll(tcpPorts));
    }

    @Override
    public Set<Integer> held() {
        return faults.perform("held", this::heldNow);
    }

    /** The same, seen without a call. */
    public Set<Integer> heldNow() {
        return until.entrySet().stream()
                .filter(e -> e.getValue().isAfter(clock.instant()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void clear() {
        faults.perform("clear", () -> until.keySet().removeAll(Set.copyOf(until.keySet())));
    }
}
