package dev.lull.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The schedules and runs as the store has them. All that decides about one goes by here, one thing
 * at a time, and each change sets the alarm for what comes next. Thread-safe.
 */
final class Book {
    private static final Logger LOG = LoggerFactory.getLogger(Book.class);

    /** After which what could not be written is tried again. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /** No clock is set back by more, unless it was wrong. */
    private static final Duration FAR_AHEAD = Duration.ofDays(1);

    /** Stands for all, where it can't be read which there are. */
    private static final ScheduleId NO_OTHER = new ScheduleId(Long.MAX_VALUE);

    private final ScheduleStore store;
    private final Alarm alarm;
    private final Herald herald;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    Book(ScheduleStore store, Alarm alarm, Herald herald, InstantSource clock) {
        this.store = store;
        this.alarm = alarm;
        this.herald = herald;
        this.clock = clock;
    }

    /** As the store keeps times. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** While this is done nothing else is decided. */
    <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Those that are not gone. */
    List<Schedule> all() {
        return store.all().stream().filter(s -> !s.gone()).toList();
    }

    /** Those of compose files, gone or not. */
    List<Schedule> ofFiles() {
        return store.all().stream().filter(s -> s.source() == Source.FILE).toList();
    }

    Optional<Schedule> find(ScheduleId id) {
        return store.find(id);
    }

    Optional<Run> run(ScheduleId id, Instant due) {
        return store.run(id, due);
    }

    List<Run> runs(ScheduleId id, int limit) {
        return store.runs(id, limit);
    }

    /** The one that came to the newest window. */
    Optional<Run> lastWindow(ScheduleId id) {
        return runs(id, Integer.MAX_VALUE).stream()
                .filter(r -> r.window().isPresent())
                .max(Comparator.comparingLong(r -> r.window().orElseThrow().value()));
    }

    List<Run> unfinished() {
        return store.unfinished();
    }

    List<Run> unfinished(ScheduleId id) {
        return store.unfinished().stream().filter(r -> r.schedule().equals(id)).toList();
    }

    /** Keeps a new one: what is due after this is decided. */
    Schedule add(Order order, Source source, String by, Instant since) {
        return alone(() -> {
            Schedule added = store.add(order, source, by, since);
            arm(added);
            return added;
        });
    }

    /** Keeps a schedule as it is now. */
    Schedule keep(Schedule schedule) {
        return alone(() -> {
            store.put(schedule, List.of());
            arm(schedule);
            return schedule;
        });
    }

    /** Decides all that is due; what can't be written is tried again in a while. */
    void decideAll() {
        try {
            for (Schedule schedule : all()) {
                decideOrTryAgain(schedule);
            }
        } catch (RuntimeException e) {
            LOG.error("what is due can't be told, and is asked again", e);
            tryAgain();
        }
    }

    /** Wakes again in a while, whatever there is. */
    void tryAgain() {
        alarm.at(NO_OTHER, now().plus(AGAIN));
    }

    /** Wakes again in a while for this one, or before, when something of it is due. */
    void tryAgain(ScheduleId id) {
        Instant now = now();
        Instant again = now.plus(AGAIN);
        try {
            alone(() -> store.find(id)).ifPresent(s -> arm(s, soon(s, now, again)));
        } catch (RuntimeException e) {
            alarm.at(id, again);
        }
    }

    private static Optional<Instant> soon(Schedule schedule, Instant now, Instant again) {
        return schedule.due()
                .filter(d -> d.isAfter(now) && d.isBefore(again))
                .or(() -> Optional.of(again));
    }

    private void decideOrTryAgain(Schedule schedule) {
        try {
            alone(() -> store.find(schedule.id()).map(this::decide));
        } catch (RuntimeException e) {
            about(LOG.atError(), schedule)
                    .setCause(e)
                    .log("what is due can't be decided, and is tried again");
            alarm.at(schedule.id(), now().plus(AGAIN));
        }
    }

    /** Decides what of a schedule is due. */
    Schedule decide(Schedule schedule) {
        return alone(() -> {
            Instant now = now();
            Schedule current = afterClock(schedule, now);
            boolean more = true;
            while (more) {
                Optional<Run> underWay = unfinished(schedule.id()).stream().findFirst();
                Reckoning reckoning = Reckoning.of(current, underWay, now);
                write(reckoning);
                current = reckoning.schedule();
                more = reckoning.more();
            }
            arm(current);
            return current;
        });
    }

    /**
     * What was decided by a clock that was far ahead is decided anew: otherwise nothing would run
     * until that time has come. A clock that is set back by less changes nothing.
     */
    private Schedule afterClock(Schedule schedule, Instant now) {
        if (!schedule.settled().isAfter(now.plus(FAR_AHEAD))) {
            return schedule;
        }
        about(LOG.atWarn(), schedule)
                .log(
                        "the clock was at {}: what was decided after {} is not so",
                        schedule.settled(),
                        now);
        Schedule back = schedule.settledAnew(now);
        store.forget(back);
        return back;
    }

    /** Decides that nothing of what is due by now is wanted. */
    Schedule decideNone(Schedule schedule, String why) {
        return alone(() -> {
            Instant now = now();
            Schedule current = schedule;
            boolean more = true;
            while (more) {
                Reckoning reckoning = Reckoning.none(current, why, now);
                write(reckoning);
                current = reckoning.schedule();
                more = reckoning.more();
            }
            return current;
        });
    }

    private void write(Reckoning reckoning) {
        List<Run> runs = reckoning.runs();
        if (runs.isEmpty()) {
            return;
        }
        store.put(reckoning.schedule(), runs);
        List<Run> skipped = runs.stream().filter(r -> r.state() == RunState.SKIPPED).toList();
        if (skipped.size() > 1) {
            about(LOG.atWarn(), reckoning.schedule())
                    .log(
                            "{} due moments from {} to {} were skipped",
                            skipped.size(),
                            skipped.getFirst().due(),
                            skipped.getLast().due());
        }
        tell(reckoning.schedule(), runs.getLast());
    }

    /** Ends a schedule, and what of it waits or is looked at. A window that it opens is opened. */
    Schedule end(Schedule schedule, String why) {
        return alone(() -> {
            Schedule ended = decideNone(schedule, why).gone(true);
            store.put(ended, List.of());
            drop(ended, why);
            arm(ended);
            return ended;
        });
    }

    /** Skips what of a schedule waits or is looked at. A window that it opens is opened. */
    void drop(Schedule schedule, String why) {
        alone(() -> {
            for (Run run : unfinished(schedule.id())) {
                if (run.state() != RunState.OPENING) {
                    move(run, run.to(RunState.SKIPPED, why, now()));
                }
            }
            return schedule;
        });
    }

    /**
     * Keeps what became of a run.
     *
     * @return false where it is another one by now, which stays as it is
     */
    boolean move(Run from, Run to) {
        return alone(() -> {
            if (!store.run(from.schedule(), from.due()).equals(Optional.of(from))) {
                return false;
            }
            begin(to);
            if (from.state() != to.state()) {
                store.find(to.schedule()).ifPresent(s -> herald.tell(s, to));
            }
            return true;
        });
    }

    /** Keeps a run, maybe a new one. */
    void begin(Run run) {
        alone(() -> {
            store.put(run);
            Optional<Schedule> schedule = store.find(run.schedule());
            schedule.ifPresent(s -> {
                tell(s, run);
                arm(s);
            });
            return schedule;
        });
    }

    /** For what is decided next, for what has waited long enough then, and for what goes on. */
    private void arm(Schedule schedule) {
        arm(schedule, schedule.due());
    }

    private void arm(Schedule schedule, Optional<Instant> due) {
        Instant now = now();
        Instant again = now.plus(AGAIN);
        Stream.concat(
                        due.stream(),
                        unfinished(schedule.id()).stream()
                                .map(r -> r.waitsUntil(schedule.order()).orElse(again))
                                .map(until -> until.isAfter(now) ? until : again))
                .min(Instant::compareTo)
                .ifPresentOrElse(
                        when -> alarm.at(schedule.id(), when), () -> alarm.cancel(schedule.id()));
    }

    private static void tell(Schedule schedule, Run run) {
        LoggingEventBuilder line =
                switch (run.state()) {
                    case LOOKING, OPENING -> LOG.atDebug();
                    case WAITING_FOR_APPROVAL, WAITING_FOR_ROOM, OPENED, NOTHING_TO_DO ->
                            LOG.atInfo();
                    case SKIPPED, REFUSED -> LOG.atWarn();
                };
        String window = run.window().map(w -> " window " + w).orElse("");
        String why = run.why().isEmpty() ? "" : ": " + run.why();
        about(line.addKeyValue("due", run.due()), schedule)
                .log("{}{}{}", run.state().word(), window, why);
    }

    /** A line of the log about a schedule. */
    static LoggingEventBuilder about(LoggingEventBuilder line, Schedule schedule) {
        return line.addKeyValue("stack", schedule.order().stack())
                .addKeyValue("schedule", schedule.order().name());
    }
}
