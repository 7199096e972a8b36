package dev.lull.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Limits failed logins: five a minute from one address, sixty from all. Kept in memory, and never
 * more than those sixty. Thread-safe.
 *
 * <p>An attempt counts as failed from its beginning on until it has succeeded, so that many at once
 * are no way around the limit.
 */
public final class Attempts {
    private static final int OF_ONE = 5;
    private static final int OF_ALL = 60;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Deque<Attempt> counted = new ArrayDeque<>();

    private record Attempt(String address, Instant at) {}

    public Attempts(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Begins an attempt from this address, if it may.
     *
     * @return how long to wait before the next one; empty if this one may go on
     */
    public synchronized Optional<Duration> begin(String address) {
        Instant now = clock.instant();
        counted.removeIf(a -> isOver(a, now));
        Optional<Duration> wait =
                Stream.of(
                                pause(List.copyOf(counted), OF_ALL, now),
                                pause(from(address), OF_ONE, now))
                        .flatMap(Optional::stream)
                        .max(Duration::compareTo);
        if (wait.isEmpty()) {
            counted.addLast(new Attempt(address, now));
        }
        return wait;
    }

    /** The last attempt from this address, which had begun, was a good one: it does not count. */
    public synchronized void succeeded(String address) {
        Iterator<Attempt> newestFirst = counted.descendingIterator();
        while (newestFirst.hasNext()) {
            if (newestFirst.next().address().equals(address)) {
                newestFirst.remove();
                return;
            }
        }
    }

    private List<Attempt> from(String address) {
        return counted.stream().filter(a -> a.address().equals(address)).toList();
    }

    private static Optional<Duration> pause(List<Attempt> attempts, int most, Instant now) {
        return attempts.size() < most
                ? Optional.empty()
                : Optional.of(Duration.between(now, attempts.getFirst().at().plus(WITHIN)));
    }

    /** Also where the clock was set back since: nobody is kept out for longer by that. */
    private static boolean isOver(Attempt attempt, Instant now) {
        return Duration.between(attempt.at(), now).abs().compareTo(WITHIN) >= 0;
    }
}
