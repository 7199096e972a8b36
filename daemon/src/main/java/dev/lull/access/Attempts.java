package dev.lull.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Limits failed logins: five a minute from one address; of IPv6 from one network of 64 bits, for
 * whoever has one address of it has all. Kept in memory, of the newest thousand addresses.
 * Thread-safe.
 *
 * <p>Addresses do not count for each other: nobody is kept out by what strangers try. Who has many
 * addresses may try on with each, and those that are forgotten may begin again. That is no way in:
 * a token is 256 random bits ({@link Tokens}), which nobody guesses at any speed. The limit keeps
 * one that tries on and on from having the daemon work and write for it.
 *
 * <p>An attempt counts as failed from its beginning on until it has succeeded, so that many at once
 * are no way around the limit.
 */
public final class Attempts {
    private static final int OF_ONE = 5;
    private static final int ADDRESSES = 1_000;
    private static final int NETWORK_BYTES = 8;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final InstantSource clock;

    /** By address, those first that were seen first. */
    private final Map<String, Deque<Instant>> counted = new LinkedHashMap<>();

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
        String from = network(address);
        Deque<Instant> attempts = counted.computeIfAbsent(from, _ -> new ArrayDeque<>());
        attempts.removeIf(at -> isOver(at, now));
        if (attempts.size() >= OF_ONE) {
            return Optional.of(Duration.between(now, attempts.getFirst().plus(WITHIN)));
        }
        attempts.addLast(now);
        forget(now);
        return Optional.empty();
    }

    /** The last attempt from this address, which had begun, was a good one: it does not count. */
    public synchronized void succeeded(String address) {
        Deque<Instant> attempts = counted.get(network(address));
        if (attempts != null) {
            attempts.pollLast();
        }
    }

    /** For how many addresses something is kept. */
    synchronized int addresses() {
        return counted.size();
    }

    /** What is over, once there is much; then those that were seen first. */
    private void forget(Instant now) {
        if (counted.size() <= ADDRESSES) {
            return;
        }
        counted.values().removeIf(attempts -> attempts.stream().allMatch(at -> isOver(at, now)));
        while (counted.size() > ADDRESSES) {
            counted.remove(counted.keySet().iterator().next());
        }
    }

    private static String network(String address) {
        try {
            InetAddress literal = InetAddress.ofLiteral(address.replaceAll("[\\[\\]]", ""));
            return literal instanceof Inet6Address six
                    ? HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES)
                    : literal.getHostAddress();
        } catch (IllegalArgumentException e) {
            return address; // none of IP: the unix socket
        }
    }

    /** Also where the clock was set back since: nobody is kept out for longer by that. */
    private static boolean isOver(Instant attempt, Instant now) {
        return Duration.between(attempt, now).abs().compareTo(WITHIN) >= 0;
    }
}
