package dev.lull.systemd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the daemon is, as {@code sd_notify(3)} and {@code sd_watchdog_enabled(3)} say.
 * Where systemd did not start it nothing is told. Nothing fails of what can't be told.
 */
public final class ServiceManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
    private static final String SERVES = "READY=1";

    private final Optional<String> socket;
    private final Optional<Duration> watchdog;
    private final ScheduledExecutorService beat =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("watchdog").factory());

    /**
     * Knows it from the environment of the process.
     *
     * @param pid of the process
     */
    public ServiceManager(Map<String, String> environment, long pid) {
        this.socket =
                Optional.ofNullable(environment.get("NOTIFY_SOCKET")).filter(s -> !s.isEmpty());
        boolean others =
                environment.containsKey("WATCHDOG_PID")
                        && !environment.get("WATCHDOG_PID").equals(Long.toString(pid));
        this.watchdog =
                Optional.ofNullable(environment.get("WATCHDOG_USEC"))
                        .filter(usec -> !others && usec.matches("[1-9]\\d{0,15}"))
                        .map(usec -> Duration.of(Long.parseLong(usec), ChronoUnit.MICROS));
    }

    /**
     * It serves. From now on it shows that it lives as often as systemd wants.
     *
     * @param look returns where it lives; run on a thread of its own
     */
    public void ready(Runnable look) {
        tell(SERVES);
        watchdog.filter(_ -> socket.isPresent())
                .ifPresent(limit -> {
                    long half = Math.max(1, limit.toMillis() / 2);
                    var _ =
                            beat.scheduleAtFixedRate(
                                    () -> beat(look), half, half, TimeUnit.MILLISECONDS);
                });
    }

    private void beat(Runnable look) {
        try {
            look.run();
            tell("WATCHDOG=1");
        } catch (RuntimeException e) {
            LOG.error("systemd is not told that Lull lives, and will start it again", e);
        }
    }

    /** It reads its configuration again; {@link #reloaded} follows. */
    public void reloading() {
        tell("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
    }

    /** It has read its configuration again, whatever came of it. */
    public void reloaded() {
        tell(SERVES);
    }

    /** It was told to stop. */
    public void stopping() {
        tell("STOPPING=1");
    }

    private void tell(String state) {
        socket.ifPresent(address -> {
            try {
                UnixDatagram.send(address, state.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                LOG.warn("systemd could not be told {}: {}", state, e.getMessage());
            }
        });
    }

    @Override
    public void close() {
        beat.shutdownNow();
    }
}
