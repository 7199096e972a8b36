package dev.lull.schedule;

import dev.lull.stack.StackName;
import dev.lull.window.JournalException;
import dev.lull.window.WindowId;
import dev.lull.window.WindowRequest;
import dev.lull.window.Windows;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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

    private static final Comparator<Run> TURN =
            Comparator.comparing(Run::due).thenComparingLong(r -> r.schedule().value());

    private final Windows windows;
    private final Book book;
    private final IntSupplier atOnce;
    private final Consumer<Run> letGo;
    private final ReentrantLock opening = new ReentrantLock();
    private boolean closed;
    private @Nullable Thread watch;

    /**
     * @param atOnce may be another number later
     * @param letGo lets one look again that waits for room
     */
    Room(Windows windows, Book book, IntSupplier atOnce, Consumer<Run> letGo) {
        this.windows = windows;
        this.book = book;
        this.atOnce = atOnce;
        this.letGo = letGo;
    }

    /**
     * Whether one more window could be opened for this run. Those come before it that are being
     * opened, or wait and were due before, each with its own stack.
     */
    boolean isFree(Run run, StackName stack) {
        Set<StackName> taken = new HashSet<>();
        for (Run other : book.unfinished()) {
            if (isBefore(other, run)) {
                stackOf(other).filter(s -> windows.openOf(s).isEmpty()).ifPresent(taken::add);
            }
        }
        return windows.openOf(stack).isEmpty()
                && !taken.contains(stack)
                && windows.open().size() + taken.size() < atOnce.getAsInt();
    }

    private static boolean isBefore(Run other, Run run) {
        int turn = TURN.compare(other, run);
        return switch (other.state()) {
            case OPENING -> turn != 0;
            case WAITING_FOR_ROOM -> turn < 0;
            case LOOKING, WAITING_FOR_APPROVAL, OPENED, NOTHING_TO_DO, SKIPPED, REFUSED -> false;
        };
    }

    private List<Run> waiting() {
        return book.unfinished().stream()
                .filter(r -> r.state() == RunState.WAITING_FOR_ROOM)
                .toList();
    }

    private Optional<StackName> stackOf(Run run) {
        return book.find(run.schedule()).map(s -> s.order().stack());
    }

    /** For people: what is in the way. */
    String fullness(StackName stack) {
        return windows.openOf(stack)
                .map(w -> "window " + w + " is open on the stack")
                .orElseGet(this::others);
    }

    private String others() {
        List<WindowId> open = windows.open();
        return open.size() < atOnce.getAsInt()
                ? "others that were due before go first"
                : "open are "
                        + open.stream().map(w -> "window " + w).collect(Collectors.joining(", "))
                        + " (see 'lull windows'): as many as schedule.at_once of the configuration"
                        + " says ("
                        + atOnce.getAsInt()
                        + ")";
    }

    /**
     * Opens a window where there is room for it. Nobody else takes that room meanwhile.
     *
     * @param first is done before, if there is room; where it gives false nothing is opened
     */
    Optional<WindowId> open(Run run, WindowRequest request, BooleanSupplier first) {
        opening.lock();
        try {
            return isFree(run, request.stack()) && first.getAsBoolean()
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
            return letGo();
        } catch (JournalException e) {
            LOG.warn("who waits for a window to end can't be told now: {}", e.getMessage());
            return true;
        }
    }

    /**
     * Lets those look again whose turn it is.
     *
     * @return whether anybody waits
     */
    boolean letGo() {
        List<Run> waiting = waiting();
        waiting.stream()
                .filter(r -> stackOf(r).filter(s -> isFree(r, s)).isPresent())
                .forEach(letGo);
        return !waiting.isEmpty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (watch != null) {
            watch.interrupt();
        }
    }
}
