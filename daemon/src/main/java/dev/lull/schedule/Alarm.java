package dev.lull.schedule;

import java.time.Instant;

/** Wakes the daemon. What is to be done then, the clock and the store tell. Thread-safe. */
public interface Alarm extends AutoCloseable {

    /**
     * Rings then, or at once where that is over. One that was set for the same schedule before does
     * not ring any more.
     */
    void at(ScheduleId schedule, Instant when);

    /** One that was set for the schedule does not ring. */
    void cancel(ScheduleId schedule);

    /** Rings no more, and leaves no thread. */
    @Override
    void close();
}
