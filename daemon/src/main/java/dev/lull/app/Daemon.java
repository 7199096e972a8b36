package dev.lull.app;

import dev.lull.api.Api;
import dev.lull.api.Tls;
import dev.lull.cli.DaemonStarter;
import dev.lull.cli.ExitCode;
import dev.lull.config.Configuration;
import dev.lull.config.Told;
import dev.lull.systemd.ServiceManager;
import dev.lull.window.JournalException;
import dev.lull.window.NewerJournalException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the daemon until it is told to stop. */
final class Daemon implements DaemonStarter {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final Duration STOP = Duration.ofSeconds(9);

    private final BlockingQueue<Ask> asked = new LinkedBlockingQueue<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** What others want of a daemon that runs. */
    private enum Ask {
        RELOAD,
        STOP
    }

    @Override
    public int run(Told begun) {
        Configuration told = begun.configuration();
        Reload reload = new Reload(begun);
        Clock clock = Clock.systemUTC();
        stopOnSignal();
        HangUp.hear(() -> asked.add(Ask.RELOAD));
        try (ServiceManager manager =
                        new ServiceManager(System.getenv(), ProcessHandle.current().pid());
                Wiring wiring = new Wiring(reload::settings, clock, UnaryOperator.identity());
                Api api = new Api(settings(told), wiring.parts(Main.VERSION))) {
            wiring.tidy();
            api.start();
            wiring.start();
            wiring.readAhead();
            LOG.info(
                    "Lull {} listens on {}{}",
                    Main.VERSION,
                    told.socket(),
                    told.listen().address().map(_ -> " and " + address(told)).orElse(""));
            manager.ready(wiring::look);
            while (asked.take() == Ask.RELOAD) {
                manager.reloading();
                reload.run(api::renew);
                wiring.schedules().sync();
                manager.reloaded();
            }
            manager.stopping();
            LOG.info("stopping; windows that are open go on at the next start");
            return 0;
        } catch (NewerJournalException e) {
            // Not to be started again and again: the state is not for this Lull.
            return cantStart(e, ExitCode.REFUSED);
        } catch (JournalException | UncheckedIOException | IllegalStateException e) {
            return cantStart(e, ExitCode.UNEXPECTED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } finally {
            stopped.countDown();
        }
    }

    private static int cantStart(RuntimeException why, ExitCode exit) {
        LOG.error("Lull can't start: {}", why.getMessage());
        return exit.code();
    }

    private static Api.Settings settings(Configuration told) {
        return new Api.Settings(
                told.socket(),
                told.listen().address(),
                told.tls().map(t -> new Tls(t.certificate(), t.key())),
                Set.copyOf(told.hosts().names()),
                told.behindProxy());
    }

    private static String address(Configuration told) {
        return (told.tls().isPresent() ? "https://" : "http://") + told.listen();
    }

    /** A signal ends the process when this hook returns: not before everything is closed. */
    private void stopOnSignal() {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(() -> {
                                    asked.add(Ask.STOP);
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
}
