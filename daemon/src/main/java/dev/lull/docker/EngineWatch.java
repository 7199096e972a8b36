package dev.lull.docker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the engine's events for as long as the daemon lives: connects again, with back-off,
 * whenever the stream breaks, and counts the times when the engine may have gone away.
 */
public final class EngineWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Engine engine;
    private final Consumer<EngineEvent> listener;
    private final Runnable again;
    private final AtomicLong breaks = new AtomicLong();
    private volatile boolean closed;
    private @Nullable Thread thread;
    private @Nullable AutoCloseable stream;

    /**
     * @param listener is given each event on the stream's thread; it must not block for long
     * @param again is run on a thread of its own when the events are followed again after a break:
     *     what has happened in between was not told
     */
    public EngineWatch(Engine engine, Consumer<EngineEvent> listener, Runnable again) {
        this.engine = engine;
        this.listener = listener;
        this.again = again;
    }

    /** Begins to follow; returns at once. */
    public void start() {
        follow(FIRST_PAUSE);
    }

    /**
     * How often the engine may have gone away: with each stream that broke, and again when its
     * events are followed again, as nobody would have heard of another time in between.
     */
    public long breaks() {
        return breaks.get();
    }

    private synchronized void follow(Duration pause) {
        if (!closed) {
            thread = Thread.ofVirtual().name("engine-events").start(() -> connect(pause));
        }
    }

    /**
     * @param first how long to wait after a failure; a stream that broke at once goes on from there
     */
    private void connect(Duration first) {
        Duration pause = first;
        boolean said = false;
        try {
            if (breaks() > 0) {
                Thread.sleep(pause);
            }
            while (!closed && !connected(longer(pause), said)) {
                said = true;
                Thread.sleep(pause);
                pause = longer(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean connected(Duration nextPause, boolean said) {
        long began = System.nanoTime();
        try {
            AutoCloseable opened = engine.events(listener, why -> ended(why, began, nextPause));
            keep(opened);
        } catch (EngineException e) {
            if (!said) {
                LOG.warn("Docker's events can't be followed: {}", e.getMessage());
            }
            return false;
        }
        if ((breaks() > 0 || said) && !closed) {
            LOG.info("Docker's events are followed again");
            breaks.incrementAndGet();
            Thread.ofVirtual().name("engine-events-again").start(again);
        }
        return true;
    }

    private synchronized void keep(AutoCloseable opened) {
        stream = opened;
        if (closed) {
            end(opened);
        }
    }

    private void ended(String why, long began, Duration nextPause) {
        breaks.incrementAndGet();
        if (!closed) {
            LOG.warn("Docker's event stream ended ({}); following it again", why);
            boolean lasted = System.nanoTime() - began > LONGEST_PAUSE.toNanos();
            follow(lasted ? FIRST_PAUSE : nextPause);
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    @Override
    public void close() {
        closed = true;
        Thread connecting;
        AutoCloseable open;
        synchronized (this) {
            connecting = thread;
            open = stream;
        }
        if (connecting != null) {
            connecting.interrupt();
        }
        if (open != null) {
            end(open);
        }
    }

    private static void end(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            LOG.debug("the event stream did not close", e);
        }
    }
}
