package dev.lull.app;

import dev.lull.api.Api;
import dev.lull.cli.DaemonStarter;
import dev.lull.window.JournalException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the daemon until it is told to stop. */
final class Daemon implements DaemonStarter {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final String DOCKER = "unix:///var/run/docker.sock";
    private static final String PAGE_IMAGE = "nginx:stable-alpine";
    private static final int FAILED = 1;
    private static final Duration STOP = Duration.ofSeconds(9);

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public int run(Options options) {
        Settings settings =
                new Settings(
                        options.state().toAbsolutePath().normalize(),
                        URI.create(env("DOCKER_HOST", DOCKER)),
                        env("LULL_PAGE_IMAGE", PAGE_IMAGE));
        Clock clock = Clock.systemUTC();
        stopOnSignal();
        try (Wiring wiring = new Wiring(settings, clock);
                Api api =
                        new Api(
                                new Api.Settings(options.socket(), options.listen()),
                                wiring.stacks(),
                                wiring.planner(),
                                wiring.windows(),
                                wiring.survey(),
                                wiring.rollbackPoints(),
                                Main.VERSION,
                                clock)) {
            wiring.tidy();
            api.start();
            wiring.start();
            wiring.readAhead();
            LOG.info(
                    "Lull {} listens on {}{}",
                    Main.VERSION,
                    options.socket(),
                    options.listen()
                            .map(a -> " and http://" + a.getHostString() + ":" + a.getPort())
                            .orElse(""));
            stop.await();
            LOG.info("stopping; windows that are open go on at the next start");
            return 0;
        } catch (JournalException | UncheckedIOException | IllegalStateException e) {
            LOG.error("Lull can't start: {}", e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } finally {
            stopped.countDown();
        }
    }

    /** A signal ends the process when this hook returns: not before everything is closed. */
    private void stopOnSignal() {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(() -> {
                                    stop.countDown();
                                    awaitStopped();
                                }));
    }

    private void awaitStopped() {
        try {
            if (!stopped.await(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("not everything had stopped after {} s", STOP.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String env(String name, String otherwise) {
        String value = Objects.requireNonNullElse(System.getenv(name), "");
        return value.isBlank() ? otherwise : value;
    }
}
