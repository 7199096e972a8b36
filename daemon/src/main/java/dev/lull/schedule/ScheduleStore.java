package dev.lull.schedule;

import dev.lull.window.JournalException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where schedules and their runs are kept. What was written survives any crash from the moment that
 * the call returns. Times are kept in whole milliseconds. What can't be read is left out, and told
 * in the log, so that it keeps nothing else from going on. Thread-safe.
 *
 * <p>Of each schedule all runs are kept that are not over, the newest {@link #RUNS_KEPT} that are,
 * and the last one that has a window.
 *
 * <p>Every method throws {@link JournalException} when it can't be done.
 */
public interface ScheduleStore {
    /** So many runs that are over are kept of each schedule, the newest by when they were due. */
    int RUNS_KEPT = 1_000;

    /**
     * A new one, settled up to when it is first known. It takes the place of one of that stack and
     * name that can't be read; of a compose file it stays paused, if that was.
     */
    Schedule add(Order order, Source source, String by, Instant since);

    /**
     * Keeps a schedule as it is now, together with what it has made of due moments: all of it, or
     * nothing.
     *
     * @param runs of moments that have none yet
     */
    void put(Schedule schedule, List<Run> runs);

    /**
     * Keeps a schedule as it is now, and forgets what was decided of moments after those that it is
     * settled up to: all of it, or nothing.
     */
    void forget(Schedule schedule);

    /** All of them by their numbers, those that are gone too. */
    List<Schedule> all();

    Optional<Schedule> find(ScheduleId id);

    /** Keeps a run as it is now, a new one too. */
    void put(Run run);

    Optional<Run> run(ScheduleId schedule, Instant due);

    /** Those of a schedule, newest first by when they were due. */
    List<Run> runs(ScheduleId schedule, int limit);

    /** Those of all schedules that are not over, oldest first by when they were due. */
    List<Run> unfinished();
}
