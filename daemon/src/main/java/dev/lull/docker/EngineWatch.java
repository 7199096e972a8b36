package dev.lull.docker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the engine's events for as long as the daemon lives: connects again whenever the stream
 * breaks, and counts the breaks.
 */
public final class EngineWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Engine engine;
    private final Consumer<EngineEvent> listener;
    private final AtomicLong breaks = new AtomicLong();
    private volatile boolean closed;
    private @Nullable AutoCloseable stream;

    /**
     * @param listener is given each event on the stream's thread; it must not block for long
     */
    public EngineWatch(Engine engine, Consumer<EngineEvent> listener) {
        this.engine = engine;
        this.listener = listener;
    }

    /** Begins to follow; returns at once. */
    public void start() {
        Thread.ofVirtual().name("engine-events").start(this::connect);
    }

    /** How often the stream has broken. */
    public long breaks() {
        return breaks.get();
    }

    private void connect() {
        boolean said = false;
        while (!closed) {
            try {
                synchronized (this) {
                    stream = engine.events(listener, this::ended);
                }
                return;
            } catch (EngineException e) {
                if (!said) {
                    LOG.warn("Docker's events can't be followed: {}", e.getMessage());
                    said = true;
                }
                pause();
            }
        }
    }

    private void ended(String why) {
        breaks.incrementAndGet();
        if (!closed) {
            LOG.warn("Docker's event stream ended ({}); following it again", why);
            start();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        AutoCloseable open;
        synchronized (this) {
            open = stream;
        }
        if (open != null) {
            try {
                open.close();
            } catch (Exception e) {
                LOG.debug("the event stream did not close", e);
            }
        }
    }
}
