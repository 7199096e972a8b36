package dev.lull.window;

import dev.lull.plan.Change;
import dev.lull.plan.PlannedStep;
import dev.lull.stack.StackName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A step's view of its window: what it tells goes into the journal. Output is gathered and written
 * in batches.
 */
final class JournaledContext implements StepContext {
    private static final Logger LOG = LoggerFactory.getLogger(JournaledContext.class);
    private static final long BATCH_NANOS = 200_000_000L;

    private final Ledger ledger;
    private final PlannedStep planned;
    private final Runnable gathers;
    private final List<String> lines = new ArrayList<>();
    private final ReentrantLock writing = new ReentrantLock();
    private long flushedAt = System.nanoTime();
    private volatile @Nullable JournalException unwritten;
    private volatile boolean over;
    private volatile long deadline;
    private volatile long unbrokenUntil = System.nanoTime();

    /**
     * @param gathers told when output begins to wait for {@link #flush}
     */
    JournaledContext(Ledger ledger, PlannedStep planned, Runnable gathers) {
        this.ledger = ledger;
        this.planned = planned;
        this.gathers = gathers;
        restartDeadline(Duration.ZERO);
    }

    /** In terms of {@link System#nanoTime}: no clock that is set moves it. */
    long deadline() {
        return deadline;
    }

    @Override
    public void restartDeadline(Duration more) {
        deadline = System.nanoTime() + planned.deadline().plus(more).toNanos();
    }

    @Override
    public void unbroken(Duration atMost) {
        unbrokenUntil = System.nanoTime() + atMost.toNanos();
    }

    /** Until when something may be under way that an interruption waits for; likewise. */
    long unbrokenUntil() {
        return unbrokenUntil;
    }

    /** Nothing that the step tells from now on counts. */
    void close() {
        over = true;
    }

    /** Whatever the step made of it: what could not be written down stops the window. */
    void stopIfUnwritten() {
        JournalException failure = unwritten;
        if (failure != null) {
            throw failure;
        }
    }

    private void write(Event event) {
        stopIfUnwritten();
        if (over) {
            throw new CancellationException(planned.kind().word() + " was given up");
        }
        try {
            ledger.append(event);
        } catch (JournalException e) {
            unwritten = e;
            throw e;
        }
    }

    @Override
    public WindowId window() {
        return ledger.window();
    }

    @Override
    public StackName stack() {
        return ledger.stack();
    }

    @Override
    public Change change() {
        return ledger.state().opened().change();
    }

    @Override
    public PlannedStep planned() {
        return planned;
    }

    @Override
    public String by() {
        return ledger.state().opened().origin().by();
    }

    @Override
    public String reason() {
        return ledger.state().opened().origin().reason();
    }

    @Override
    public boolean onWayBack() {
        return ledger.state().back().isPresent();
    }

    @Override
    public boolean isUndoing() {
        boolean ownTurn =
                ledger.state().current().filter(run -> run.kind() == planned.kind()).isPresent();
        return onWayBack() || !ownTurn;
    }

    @Override
    public Instant expectedBack() {
        return ledger.expectedBack();
    }

    @Override
    public Facts facts() {
        return ledger.state()
                .facts()
                .orElseThrow(() -> new IllegalStateException("no facts were taken yet"));
    }

    @Override
    public void take(Facts facts) {
        write(new Event.FactsTaken(facts));
    }

    @Override
    public Optional<String> note(String key) {
        return Optional.ofNullable(ledger.state().notes().get(key));
    }

    @Override
    public void note(String key, String value) {
        write(new Event.Noted(key, value));
    }

    @Override
    public void say(String line) {
        stopIfUnwritten();
        boolean first;
        synchronized (lines) {
            first = lines.isEmpty();
            lines.add(line);
        }
        if (flushIn() <= 0) {
            flush();
        } else if (first) {
            gathers.run();
        }
    }

    /** In how many nanoseconds {@link #flush} is due; as good as never where nothing waits. */
    long flushIn() {
        synchronized (lines) {
            return lines.isEmpty() ? Long.MAX_VALUE : BATCH_NANOS - (System.nanoTime() - flushedAt);
        }
    }

    @Override
    public void warn(String text) {
        LOG.warn("{}", text);
        flush();
        write(new Event.Warned(planned.kind(), text));
    }

    /** Writes the output that is still gathered. On return nothing of it is under way. */
    void flush() {
        writing.lock();
        try {
            List<String> batch;
            synchronized (lines) {
                flushedAt = System.nanoTime();
                if (lines.isEmpty()) {
                    return;
                }
                batch = List.copyOf(lines);
                lines.clear();
            }
            write(new Event.Said(planned.kind(), batch));
        } finally {
            writing.unlock();
        }
    }
}
