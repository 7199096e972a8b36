package dev.lull.schedule;

import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.window.JournalException;
import dev.lull.window.RefusedException;
import dev.lull.window.RefusedException.Reason;
import dev.lull.window.Windows;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All schedules of this daemon: those of compose files and those that people asked for. What is due
 * is decided from the store and the clock alone, whenever something wakes it; each moment once.
 * Thread-safe.
 */
public final class Schedules implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

    private final Alarm alarm;
    private final Book book;
    private final Admission admission;
    private final FileOrders files;
    private final Room room;
    private final Launch launch;
    private final Launches launches = new Launches(this::bring);
    private volatile boolean closed;

    /** One that never opens more windows at once than this. */
    public Schedules(
            ScheduleStore store,
            Stacks stacks,
            Windows windows,
            Novelty novelty,
            Wellness wellness,
            Alarm alarm,
            int atOnce,
            Clock clock) {
        this(store, stacks, windows, novelty, wellness, alarm, (_, _) -> {}, () -> atOnce, clock);
    }

    /**
     * The same.
     *
     * @param alarm calls {@link #wake}
     * @param herald hears of each run that somebody may have to do something for
     * @param atOnce how many windows may be open on this host, one that it opens among them; may be
     *     another number when it is asked again
     */
    public Schedules(
            ScheduleStore store,
            Stacks stacks,
            Windows windows,
            Novelty novelty,
            Wellness wellness,
            Alarm alarm,
            Herald herald,
            IntSupplier atOnce,
            Clock clock) {
        this.alarm = alarm;
        book = new Book(store, alarm, herald, clock);
        admission = new Admission(stacks, book);
        files = new FileOrders(stacks, book);
        room = new Room(windows, book, atOnce, launches::start);
        launch = new Launch(book, files, windows, room, novelty, wellness);
    }

    /**
     * Goes on with what was begun, decides what was missed, and begins to wait for what comes. Then
     * the compose files are read, which may take a while: on a thread of its own.
     */
    public void start() {
        wake();
        Thread.ofVirtual().name("schedules").start(this::sync);
    }

    /** Decides all that is due by now. Never throws: what can't be written is tried again. */
    public void wake() {
        if (!closed) {
            book.decideAll();
            goOn();
        }
    }

    /**
     * Takes in what the compose files of all stacks say. Never throws: what can't be read stays as
     * it is.
     */
    public void sync() {
        if (!closed) {
            files.takeAll();
        }
    }

    /** The same of one stack. */
    public void sync(StackName stack) {
        if (!closed) {
            files.take(stack);
        }
    }

    /** The same of one that somebody has read just now. */
    public void hear(Stack stack) {
        if (!closed) {
            files.hear(stack);
        }
    }

    /**
     * Schedules windows of a stack.
     *
     * @throws RefusedException when nothing would ever be due, there is no such stack, or it has a
     *     schedule of that name
     */
    public Schedule add(Order order, String by) {
        admission.check(order);
        Schedule added =
                book.alone(() -> {
                    Instant now = book.now();
                    admission.checkDue(order, now);
                    admission.checkName(order);
                    return book.add(order, Source.PERSON, by, now);
                });
        Book.about(LOG.atInfo(), added).log("added by {}: {}", by, order.timing().words());
        return added;
    }

    /**
     * Removes a schedule. What of it waits is skipped; a window that it has opened goes on.
     *
     * @throws RefusedException when there is none, or the compose file has it
     */
    public void remove(ScheduleId id, String by) {
        Schedule schedule = find(id);
        if (!isRemovable(schedule)) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    "schedule "
                            + schedule.order().name()
                            + " stands in the compose file of "
                            + schedule.order().stack()
                            + ": take it out of x-lull.schedule there, or pause it: 'lull schedule"
                            + " pause "
                            + id
                            + "'");
        }
        book.alone(() -> {
            Schedule now = find(id);
            return now.gone() ? now : book.end(now, by + " removed the schedule");
        });
        Book.about(LOG.atInfo(), schedule).log("removed by {}", by);
    }

    private boolean isRemovable(Schedule schedule) {
        try {
            return switch (files.read(schedule)) {
                case FileOrders.Gone _ -> true;
                case FileOrders.Absent _ -> true;
                case FileOrders.Says _ -> schedule.source() == Source.PERSON;
                case FileOrders.Unreadable _ -> false;
            };
        } catch (NotNowException e) {
            return false;
        }
    }

    /** What is due from now on is skipped, and what waits. A window that is open goes on. */
    public Schedule pause(ScheduleId id, String by) {
        return book.alone(() -> {
            Schedule paused = change(id, "paused by " + by, s -> s.paused(true));
            book.drop(paused, by + " paused the schedule");
            return paused;
        });
    }

    /** What was due during the pause stays skipped. */
    public Schedule resume(ScheduleId id, String by) {
        return change(id, "resumed by " + by, s -> s.paused(false));
    }

    /**
     * The next one is skipped.
     *
     * @throws RefusedException also when nothing is due any more
     */
    public Schedule skipNext(ScheduleId id, String by) {
        return change(id, "the next one is skipped, says " + by, Schedules::skipping);
    }

    private static Schedule skipping(Schedule schedule) {
        if (schedule.ended()) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    "schedule " + schedule.order().name() + " is over: nothing is due any more");
        }
        return schedule.skipping(true);
    }

    private Schedule change(ScheduleId id, String what, UnaryOperator<Schedule> change) {
        try {
            Schedule changed =
                    book.alone(() -> {
                        Schedule now = book.decide(there(id));
                        Schedule next = change.apply(now);
                        return next.equals(now) ? now : book.keep(next);
                    });
            Book.about(LOG.atInfo(), changed).log(what);
            return changed;
        } finally {
            // Also where it was refused: what was due by now was decided all the same.
            goOn();
        }
    }

    /**
     * Runs it now, under its conditions; who asks for it has approved it. Asked again by the same
     * with the same key, it gives the run that was begun for it.
     *
     * @param request the key; empty where there is none, and each request is another
     * @throws RefusedException also while another run of it is under way
     */
    public Run runNow(ScheduleId id, String by, String request) {
        try {
            return book.alone(() -> {
                Schedule schedule = book.decide(there(id));
                Optional<Run> before = askedBefore(id, by, request);
                if (before.isPresent()) {
                    return before.get();
                }
                checkIdle(schedule);
                Instant now = book.now();
                Run run = Run.asked(id, free(schedule, now), by, request, now);
                book.begin(run);
                return run;
            });
        } finally {
            goOn();
        }
    }

    private Optional<Run> askedBefore(ScheduleId id, String by, String request) {
        return request.isEmpty()
                ? Optional.empty()
                : book.runs(id, Integer.MAX_VALUE).stream()
                        .filter(r -> r.request().equals(request) && r.by().equals(by))
                        .findFirst();
    }

    private void checkIdle(Schedule schedule) {
        book.unfinished(schedule.id()).stream()
                .findFirst()
                .ifPresent(run -> {
                    throw new RefusedException(
                            Reason.CONFLICT,
                            "the run of "
                                    + run.due()
                                    + " is still "
                                    + run.state().word()
                                    + ": only one of a schedule is under way at a time");
                });
    }

    /** Backwards: what is to come is for the schedule. */
    private Instant free(Schedule schedule, Instant now) {
        Instant due = now;
        while (schedule.order().timing().includes(due)
                || book.run(schedule.id(), due).isPresent()) {
            due = due.minusMillis(1);
        }
        return due;
    }

    /**
     * Gives the word that a run waits for.
     *
     * @throws RefusedException when it does not, or not any more
     */
    public Run approve(ScheduleId id, Instant due, String by) {
        Run approved =
                book.alone(() -> {
                    Schedule schedule = there(id);
                    Run run = waiting(id, due);
                    Instant now = book.now();
                    if (run.waitsUntil(schedule.order()).filter(now::isBefore).isEmpty()) {
                        throw new RefusedException(
                                Reason.CONFLICT,
                                "the run of " + due + " was to be approved earlier");
                    }
                    Run next = run.approved(by, now);
                    book.begin(next);
                    return next;
                });
        goOn();
        return approved;
    }

    private Run waiting(ScheduleId id, Instant due) {
        Run run =
                book.run(id, due)
                        .orElseThrow(() ->
                                new RefusedException(
                                        Reason.NOT_FOUND,
                                        "schedule " + id + " has no run of " + due));
        if (run.state() != RunState.WAITING_FOR_APPROVAL) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    "the run of " + due + " does not wait for approval: " + run.state().word());
        }
        return run;
    }

    /** Those that are not gone, by their stacks and names. */
    public List<Schedule> all() {
        return book.all().stream()
                .sorted(
                        Comparator.comparing((Schedule s) -> s.order().stack())
                                .thenComparing(s -> s.order().name())
                                .thenComparing(Schedule::id))
                .toList();
    }

    /**
     * A schedule, also one that the compose file does not have any more.
     *
     * @throws RefusedException when there is none, or somebody has removed it
     */
    public Schedule find(ScheduleId id) {
        return book.find(id)
                .filter(s -> s.source() == Source.FILE || !s.gone())
                .orElseThrow(() ->
                        new RefusedException(
                                Reason.NOT_FOUND,
                                "there is no schedule " + id + "; see 'lull schedule list'"));
    }

    private Schedule there(ScheduleId id) {
        Schedule schedule = find(id);
        if (schedule.gone()) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    "schedule " + schedule.order().name() + " is not in the compose file any more");
        }
        return schedule;
    }

    /** What became of its moments, newest first. */
    public List<Run> runs(ScheduleId id, int limit) {
        return book.runs(id, limit);
    }

    /** The run that is under way, or else the newest one. */
    public Optional<Run> last(ScheduleId id) {
        return Stream.concat(book.unfinished(id).stream(), book.runs(id, 1).stream()).findFirst();
    }

    /** Lets all that is under way look whether it can go on. */
    private void goOn() {
        try {
            book.unfinished().forEach(launches::start);
        } catch (JournalException e) {
            LOG.error("what is under way can't be told, and is asked again: {}", e.getMessage());
            book.tryAgain();
        }
    }

    private void bring(Launches.Key key) {
        try {
            Optional<Run> run = book.run(key.schedule(), key.due());
            Optional<Schedule> schedule = book.find(key.schedule());
            if (run.isPresent() && schedule.isPresent()) {
                launch.bring(run.get(), schedule.get());
            }
            letGo();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            tryAgain(key, e);
            letGoOthers(key);
        }
    }

    /** One that still waits itself would be let go again, without end. */
    private void letGoOthers(Launches.Key key) {
        try {
            if (book.run(key.schedule(), key.due())
                    .filter(r -> r.state() == RunState.LOOKING)
                    .isPresent()) {
                room.letGo();
            }
        } catch (JournalException e) {
            LOG.debug("who waits for room looks again in a while", e);
        }
    }

    /** What has just got on may have made room, or needs none any more. */
    private void letGo() {
        if (closed) {
            return;
        }
        try {
            room.letGo();
        } catch (JournalException e) {
            LOG.error("who waits for room can't be told, and is asked again: {}", e.getMessage());
            book.tryAgain();
        }
    }

    private void tryAgain(Launches.Key key, RuntimeException why) {
        if (closed) {
            return;
        }
        boolean isKnown = why instanceof NotNowException;
        (isKnown ? LOG.atWarn() : LOG.atError().setCause(why))
                .addKeyValue("schedule", key.schedule())
                .log(
                        "the run of {} could not go on, and is tried again: {}",
                        key.due(),
                        why.getMessage());
        LOG.debug("the run of {} could not go on", key.due(), why);
        book.tryAgain(key.schedule());
    }

    /** Whether nothing goes on by itself. */
    boolean isIdle() {
        return launches.isIdle();
    }

    /** Stops waiting; what is under way goes on at the next start. */
    @Override
    public void close() {
        closed = true;
        alarm.close();
        room.close();
        launches.close();
    }
}
