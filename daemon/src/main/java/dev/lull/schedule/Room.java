package dev.lull.schedule;

import dev.lull.stack.StackName;
import dev.lull.window.JournalException;
import dev.lull.window.WindowId;
import dev.lull.window.WindowRequest;
import dev.lull.window.Windows;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many windows there may be at once on this host. Thread-safe. */
final class Room implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    /** In case that the end of a window was not heard. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Windows windows;
    private final IntSupplier atOnce;
    private final BooleanSupplier waiting;
    private final ReentrantLock opening = new ReentrantLock();
    private boolean closed;
    private @Nullable Thread watch;

    /**
     * @param atOnce may be another number later
     * @param waiting lets all look again who wait for room, and tells whether there are any
     */
    Room(Windows windows, IntSupplier atOnce, BooleanSupplier waiting) {
        this.windows = windows;
        this.atOnce = atOnce;
        this.waiting = waiting;
    }

    /** Whether one more window could be opened, on this stack. */
    boolean isFree(StackName stack) {
        return windows.open().size() < atOnce.getAsInt() && windows.openOf(stack).isEmpty();
    }

    /** For people: what is in the way. */
    String fullness(StackName stack) {
        return windows.openOf(stack)
                .map(w -> "window " + w + " is open on the stack")
                .orElse(
                        "open are "
                                + windows.open().stream()
                                        .map(w -> "window " + w)
                                        .collect(Collectors.joining(", "))
                                + " (see 'lull windows'): as many as schedule.at_once of the"
                                + " configuration says ("
                                + atOnce.getAsInt()
                                + ")");
    }

    /**
     * Opens a window where there is room for it. Nobody else takes that room meanwhile.
     *
     * @param first is done before, if there is room; where it gives false nothing is opened
     */
    Optional<WindowId> open(WindowRequest request, BooleanSupplier first) {
        opening.lock();
        try {
            return isFree(request.stack()) && first.getAsBoolean()
                    ? Optional.of(windows.open(request))
                    : Optional.empty();
        } finally {
            opening.unlock();
        }
    }

    /** Somebody waits: looks again after whatever happens to a window, until nobody does. */
    synchronized void watch() {
        if (watch == null && !closed) {
            watch = Thread.ofVirtual().name("schedule-room").start(this::look);
        }
    }

    private void look() {
        long seen = 0;
        try {
            while (goesOn()) {
                seen = windows.await(seen, LONGEST_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean goesOn() {
        if (!closed && isWaitedFor()) {
            return true;
        }
        watch = null;
        return false;
    }

    private boolean isWaitedFor() {
        try {
            return waiting.getAsBoolean();
        } catch (JournalException e) {
            LOG.warn("who waits for a window to end can't be told now: {}", e.getMessage());
            return true;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (watch != null) {
            watch.interrupt();
        }
    }
}
