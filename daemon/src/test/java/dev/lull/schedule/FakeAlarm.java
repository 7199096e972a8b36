package dev.lull.schedule;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An alarm that rings when a test says what time it is. */
public final class FakeAlarm implements Alarm {
    private final Map<ScheduleId, Instant> set = new HashMap<>();
    private final Runnable wake;
    private boolean closed;

    public FakeAlarm(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public synchronized void at(ScheduleId schedule, Instant when) {
        if (!closed) {
            set.put(schedule, when);
        }
    }

    @Override
    public synchronized void cancel(ScheduleId schedule) {
        set.remove(schedule);
    }

    @Override
    public synchronized void close() {
        closed = true;
        set.clear();
    }

    /** When it rings next. */
    public synchronized Optional<Instant> next() {
        return set.values().stream().min(Instant::compareTo);
    }

    /** It is that time now. */
    public void ring(Instant now) {
        boolean rings;
        synchronized (this) {
            rings = set.values().removeIf(when -> !when.isAfter(now));
        }
        if (rings) {
            wake.run();
        }
    }
}
