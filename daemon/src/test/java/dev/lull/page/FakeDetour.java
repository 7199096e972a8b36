package dev.lull.page;

import dev.lull.docker.Faults;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Detours in memory, whose timeouts follow the given clock. */
public final class FakeDetour implements Detour {
    private record Laid(List<Turn> turns, Instant until) {}

    private final Faults faults = new Faults();
    private final InstantSource clock;
    private final Map<Long, Laid> laid = new ConcurrentHashMap<>();

    public FakeDetour(InstantSource clock) {
        this.clock = clock;
    }

    /** What is to fail. */
    public Faults faults() {
        return faults;
    }

    /** Where a new connection of that process to an address gets to. */
    public String destination(long pid, String address, int port) {
        return turns(pid).stream()
                .filter(t -> t.from().equals(address) && t.tcpPort() == port)
                .map(Turn::to)
                .findFirst()
                .orElse(address);
    }

    /** The turns that are laid for a process. */
    public List<Turn> turns(long pid) {
        Laid now = laid.get(pid);
        return now != null && now.until().isAfter(clock.instant()) ? now.turns() : List.of();
    }

    @Override
    public void lay(long pid, Collection<Turn> turns, Duration atMost) {
        Laid now = new Laid(List.copyOf(turns), clock.instant().plus(atMost));
        faults.perform("lay", () -> laid.merge(pid, now, (_, latest) -> latest));
    }

    @Override
    public void lift(long pid) {
        faults.perform("lift", () -> laid.keySet().remove(pid));
    }
}
