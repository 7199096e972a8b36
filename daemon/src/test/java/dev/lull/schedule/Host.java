package dev.lull.schedule;

import dev.lull.calendar.Cron;
import dev.lull.calendar.Timing;
import dev.lull.plan.Change;
import dev.lull.plan.StepKind;
import dev.lull.stack.StackName;
import dev.lull.stack.TestStack;
import dev.lull.step.StackPlanner;
import dev.lull.window.Facts;
import dev.lull.window.MemoryJournal;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import dev.lull.window.Windows;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A host on which a daemon is started again and again: real schedules and windows, whose steps do
 * nothing, by a clock that is set by hand.
 */
final class Host implements AutoCloseable {
    static final StackName SHOP = new StackName("shop");
    static final StackName BLOG = new StackName("blog");
    static final Change UPDATE = new Change.Update(Map.of(), true);

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    final HandClock clock;
    final BrittleScheduleStore store;
    final MemoryJournal journal = new MemoryJournal(Clock.systemUTC());
    final FakeStacks stacks = new FakeStacks();

    /** What is new to any stack. */
    final List<String> news = new CopyOnWriteArrayList<>();

    /** Why no stack is well. */
    final List<String> ailments = new CopyOnWriteArrayList<>();

    /** What is asked of novelty. */
    final List<Change> looks = new CopyOnWriteArrayList<>();

    /** What people were told of. */
    final List<Run> told = new CopyOnWriteArrayList<>();

    /** The same for the same news. */
    volatile String fingerprint = "";

    /** What happens while it is looked at how a stack is. */
    volatile Runnable meanwhile = () -> {};

    /** Why it can't be told what is new, if it can't. */
    volatile String untold = "";

    /** The step at which windows fail, if any. */
    volatile @Nullable StepKind failing;

    volatile int atOnce = 1;
    private final Map<StackName, CountDownLatch> held = new ConcurrentHashMap<>();
    private @Nullable Life life;

    /** What ends when the daemon is stopped. */
    private record Life(Windows windows, FakeAlarm alarm, Schedules schedules) {}

    Host(String now) {
        this(now, same(new MemoryScheduleStore()));
    }

    /**
     * @param stores opens what its schedules are kept in, for each daemon once
     */
    Host(String now, Supplier<? extends ScheduleStore> stores) {
        store = new BrittleScheduleStore(stores);
        clock = new HandClock(Instant.parse(now));
        stacks.put(stack("shop").build());
        stacks.put(stack("blog").build());
    }

    private static Supplier<ScheduleStore> same(ScheduleStore store) {
        return () -> store;
    }

    static TestStack stack(String name) {
        return new TestStack(name)
                .service("app", name + ":1", "lull.role", "app", "lull.migrate", "migrate");
    }

    /** A stack whose compose file plans this. */
    static TestStack planning(String name, Map<String, Object> schedules) {
        return stack(name).setting("schedule", schedules);
    }

    /** Each day at this minute and hour, by the clock of Berlin. */
    static Timing daily(String minuteAndHour) {
        return new Timing.Repeated(
                Cron.parse(minuteAndHour + " * * *"), ZoneId.of("Europe/Berlin"));
    }

    static Order order(String name, Timing timing) {
        return order(SHOP, name, timing, Duration.ofHours(1), Set.of(), Optional.empty());
    }

    static Order order(
            StackName stack,
            String name,
            Timing timing,
            Duration late,
            Set<Condition> conditions,
            Optional<Duration> approval) {
        return new Order(
                stack, name, timing, UPDATE, Duration.ofMinutes(5), late, conditions, approval);
    }

    // --- Its daemon.

    Host start() {
        store.open();
        Windows windows =
                new Windows(
                        journal,
                        new StackPlanner(stacks),
                        steps(),
                        _ -> List.of(),
                        Clock.systemUTC());
        windows.recover();
        FakeAlarm alarm = new FakeAlarm(this::wake);
        Schedules schedules =
                new Schedules(
                        store,
                        stacks,
                        windows,
                        (_, change) -> look(change),
                        _ -> examine(),
                        alarm,
                        (_, run) -> told.add(run),
                        () -> atOnce,
                        clock);
        life = new Life(windows, alarm, schedules);
        schedules.start();
        schedules.sync();
        settle();
        return this;
    }

    private List<String> examine() {
        meanwhile.run();
        return List.copyOf(ailments);
    }

    private Finding look(Change change) {
        looks.add(change);
        if (!untold.isEmpty()) {
            throw new NotNowException(untold, new IOException(untold));
        }
        return new Finding(news, fingerprint);
    }

    private void wake() {
        schedules().wake();
    }

    private Map<StepKind, Step> steps() {
        Map<StepKind, Step> steps = new EnumMap<>(StepKind.class);
        for (StepKind kind : StepKind.values()) {
            steps.put(kind, context -> perform(kind, context));
        }
        return steps;
    }

    private Outcome perform(StepKind kind, StepContext context) throws InterruptedException {
        if (kind == StepKind.PREPARE) {
            if (context.note("taken").isEmpty()) {
                context.take(
                        new Facts(
                                Instant.EPOCH,
                                stack(context.stack().value()).declared(),
                                List.of()));
                context.note("taken", "so they are");
            }
            CountDownLatch latch = held.get(context.stack());
            if (latch != null) {
                latch.await();
            }
        }
        return kind == failing
                ? new Outcome.Failed("it does not answer")
                : new Outcome.Done("so it is");
    }

    private Life life() {
        Life running = life;
        if (running == null) {
            throw new IllegalStateException("the daemon does not run");
        }
        return running;
    }

    Schedules schedules() {
        return life().schedules();
    }

    Windows windows() {
        return life().windows();
    }

    FakeAlarm alarm() {
        return life().alarm();
    }

    /** Stops it where it is. */
    void stop() {
        Life running = life();
        running.schedules().close();
        running.windows().close();
        life = null;
    }

    Host startAgain() {
        stop();
        return start();
    }

    @Override
    public void close() {
        if (life != null) {
            stop();
        }
    }

    // --- Its windows.

    /** From now on windows of this stack stay open. */
    void hold(StackName stack) {
        held.putIfAbsent(stack, new CountDownLatch(1));
    }

    /** They end, and so do those that are opened from now on. */
    void release(StackName stack) {
        CountDownLatch latch = held.remove(stack);
        if (latch != null) {
            latch.countDown();
        }
    }

    /** Waits until nothing goes on by itself. */
    void settle() {
        await("it settles", this::isSettled);
    }

    private boolean isSettled() {
        return schedules().isIdle()
                && windows().open().stream().allMatch(w -> held.containsKey(journal.stack(w)))
                && (!held.isEmpty()
                        || store.unfinished().stream()
                                .noneMatch(r -> r.state() == RunState.WAITING_FOR_ROOM));
    }

    /** Waits for what a window brings about. */
    void await(String what, BooleanSupplier so) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "never: "
                                + what
                                + "; runs: "
                                + store.unfinished()
                                + ", open: "
                                + journal.open());
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    // --- Its time.

    /** Goes on until then, with a ring of the alarm whenever it is set for. */
    void until(Instant end) {
        Optional<Instant> next = alarm().next().filter(n -> !n.isAfter(end));
        while (next.isPresent()) {
            clock.set(next.get().isAfter(clock.instant()) ? next.get() : clock.instant());
            alarm().ring(clock.instant());
            settle();
            next = alarm().next().filter(n -> !n.isAfter(end));
        }
        clock.set(end);
    }

    void until(String end) {
        until(Instant.parse(end));
    }

    // --- What became of it.

    /** All runs of a schedule, oldest first. */
    List<Run> runs(ScheduleId id) {
        return new ArrayList<>(store.runs(id, Integer.MAX_VALUE).reversed());
    }

    /** The only run of a schedule. */
    Run only(ScheduleId id) {
        List<Run> runs = runs(id);
        if (runs.size() != 1) {
            throw new AssertionError("not one run, but " + runs);
        }
        return runs.getFirst();
    }

    /** How many windows were ever opened. */
    int opened() {
        return journal.windows().size();
    }
}
