package dev.lull.schedule;

import dev.lull.window.JournalException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Schedules as another store keeps them, which each daemon opens anew; its writes fail when a test
 * wants it. It is read all the same.
 */
final class BrittleScheduleStore implements ScheduleStore {
    private final Supplier<? extends ScheduleStore> opener;
    private volatile ScheduleStore kept;
    private int writesUntilFailure;
    private boolean full;

    BrittleScheduleStore(Supplier<? extends ScheduleStore> opener) {
        this.opener = opener;
        kept = opener.get();
    }

    /** As when a daemon is started. */
    void open() {
        kept = opener.get();
    }

    /**
     * Makes the n-th write from now fail and all after it, as on a full disk; 0: there is room. It
     * leaves no trace.
     */
    synchronized void failFrom(int n) {
        writesUntilFailure = n;
        full = false;
    }

    private synchronized void mayFail() {
        if (full || (writesUntilFailure > 0 && --writesUntilFailure == 0)) {
            full = true;
            throw new JournalException("no room left (as the test wants)");
        }
    }

    @Override
    public Schedule add(Order order, Source source, String by, Instant since) {
        mayFail();
        return kept.add(order, source, by, since);
    }

    @Override
    public void put(Schedule schedule, List<Run> runs) {
        mayFail();
        kept.put(schedule, runs);
    }

    @Override
    public void forget(Schedule schedule) {
        mayFail();
        kept.forget(schedule);
    }

    @Override
    public List<Schedule> all() {
        return kept.all();
    }

    @Override
    public Optional<Schedule> find(ScheduleId id) {
        return kept.find(id);
    }

    @Override
    public void put(Run run) {
        mayFail();
        kept.put(run);
    }

    @Override
    public Optional<Run> run(ScheduleId schedule, Instant due) {
        return kept.run(schedule, due);
    }

    @Override
    public List<Run> runs(ScheduleId schedule, int limit) {
        return kept.runs(schedule, limit);
    }

    @Override
    public List<Run> unfinished() {
        return kept.unfinished();
    }
}
