package dev.lull.window;

import dev.lull.stack.StackName;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The state of one window, and the only way to change it: an event that can follow is written to
 * the journal, and counts when it is durable. Thread-safe.
 */
final class Ledger {
    private final WindowId window;
    private final Journal journal;
    private final Signal signal;
    private final Instant openedAt;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition appended = lock.newCondition();
    private final Set<String> warnings = new HashSet<>();
    private Instant latest;
    private boolean overran;
    private WindowState state;

    /** Where the journal ends. */
    Ledger(WindowId window, Journal journal, Signal signal) {
        this.window = window;
        this.journal = journal;
        this.signal = signal;
        List<Recorded> events = journal.read(window, 0);
        this.state = WindowState.replay(events);
        this.openedAt = events.getFirst().at();
        this.latest = events.getLast().at();
        events.forEach(e -> count(e.event()));
    }

    private void count(Event event) {
        if (event instanceof Event.Warned warned) {
            warnings.add(warned.text());
        }
        if (event instanceof Event.Overran) {
            overran = true;
        } else if (event instanceof Event.Extended) {
            overran = false;
        }
    }

    WindowId window() {
        return window;
    }

    StackName stack() {
        return state().opened().stack();
    }

    Instant openedAt() {
        return openedAt;
    }

    /**
     * When visitors are expected to be in again: never later than a window that is opened now would
     * have it, for the clock may have been set back since.
     */
    Instant expectedBack() {
        return locked(() ->
                (latest.isBefore(openedAt) ? latest : openedAt).plus(state.terms().expected()));
    }

    WindowState state() {
        return locked(() -> state);
    }

    /** Whether this was warned of, in any step. */
    boolean hasWarned(String text) {
        return locked(() -> warnings.contains(text));
    }

    /**
     * Whether it was said that the window takes longer than expected, and not been extended since.
     */
    boolean hasOverrun() {
        return locked(() -> overran);
    }

    /** Checked before it is written, written before it counts. */
    void append(Event event) {
        appendIf(_ -> true, event);
    }

    /** Appends if the state is still as it must be for that; whether it was. */
    boolean appendIf(Predicate<WindowState> still, Event event) {
        lock.lock();
        try {
            if (!still.test(state)) {
                return false;
            }
            WindowState next = state.next(event);
            latest = journal.append(window, event).at();
            state = next;
            count(event);
            appended.signalAll();
        } finally {
            lock.unlock();
        }
        signal.raise();
        return true;
    }

    /** Runs with nothing appended meanwhile, but by itself. */
    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until an event has made the state another. */
    void awaitWhile(Predicate<WindowState> so) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (so.test(state)) {
                appended.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
