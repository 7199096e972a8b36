package dev.lull.crash;

import dev.lull.testbed.JournalAround;
import dev.lull.window.Event;
import dev.lull.window.Journal;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A journal that strikes when a trigger says so. */
final class CrashingJournal extends JournalAround {
    private final Journal journal;
    private final Trigger trigger;
    private final Runnable strike;
    private @Nullable Thread pending;

    /**
     * @param strike kills; returns when the victim is dead, if it is not this very process
     */
    CrashingJournal(Journal journal, Trigger trigger, Runnable strike) {
        this.journal = journal;
        this.trigger = trigger;
        this.strike = strike;
    }

    @Override
    protected Journal journal() {
        return journal;
    }

    @Override
    public synchronized Recorded append(WindowId window, Event event) {
        boolean stepEndsFirst = pending != null && Trigger.endsStep(event);
        if (trigger.before(event) || stepEndsFirst) {
            pending = null;
            strike.run();
        }
        Recorded recorded = journal.append(window, event);
        trigger.after(event).ifPresent(this::strikeIn);
        return recorded;
    }

    private void strikeIn(Duration delay) {
        if (delay.isZero()) {
            strike.run();
            return;
        }
        Thread timer = Thread.ofPlatform().daemon().unstarted(() -> strikeAfter(delay));
        pending = timer;
        timer.start();
    }

    private void strikeAfter(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        strikeIfPending();
    }

    /** Nothing is appended until the victim is dead: a strike in a step is in that step. */
    private synchronized void strikeIfPending() {
        if (Thread.currentThread().equals(pending)) {
            pending = null;
            strike.run();
        }
    }

    /** The events of all open windows. */
    static List<Event> open(Journal journal) {
        return journal.open().stream()
                .flatMap(id -> journal.read(id, 0).stream())
                .map(Recorded::event)
                .toList();
    }
}
