package dev.lull.crash;

import dev.lull.window.Event;
import dev.lull.window.Journal;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A journal whose process is killed with SIGKILL at one point. Output events are not counted. */
final class CrashingJournal implements Journal {
    private final Journal journal;
    private final CrashPoint point;
    private final AtomicInteger count = new AtomicInteger();

    CrashingJournal(Journal journal, CrashPoint point) {
        this.journal = journal;
        this.point = point;
    }

    @Override
    public WindowId open(Event.Opened opened) {
        return journal.open(opened);
    }

    @Override
    public Recorded append(WindowId window, Event event) {
        if (event instanceof Event.Said) {
            return journal.append(window, event);
        }
        boolean here = count.incrementAndGet() == point.event();
        if (here && point.when() == CrashPoint.When.BEFORE) {
            die();
        }
        Recorded recorded = journal.append(window, event);
        if (here && point.when() == CrashPoint.When.AFTER) {
            die();
        }
        if (here && point.when() == CrashPoint.When.LATER) {
            Thread.ofPlatform().daemon().start(() -> dieIn(point.millis()));
        }
        return recorded;
    }

    private static void dieIn(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        die();
    }

    private static void die() {
        try {
            new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            Thread.sleep(60_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<Recorded> read(WindowId window, long after) {
        return journal.read(window, after);
    }

    @Override
    public List<WindowId> windows() {
        return journal.windows();
    }

    @Override
    public List<WindowId> open() {
        return journal.open();
    }
}
