package dev.lull.window;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.Plan;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.Plans;
import dev.lull.plan.StepKind;
import dev.lull.report.WindowReport;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.TestStack;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Windows whose steps, clock, Docker or people do not do as they should. */
class TroubledWindowsTest {
    private static final Stack SHOP =
            new TestStack("shop")
                    .service("app", "shop:1", "lull.role", "app", "lull.migrate", "migrate")
                    .service("worker", "shop:1", "lull.role", "worker")
                    .build();
    private static final Facts FACTS = new Facts(Instant.EPOCH, SHOP.declared(), List.of());
    private static final Change UPDATE = new Change.Update(Map.of(), false);
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<StepKind> performed = Collections.synchronizedList(new ArrayList<>());
    private final Map<StepKind, Step> scripts = new ConcurrentHashMap<>();
    private final Map<StepKind, Duration> deadlines = new ConcurrentHashMap<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final List<Windows> lives = new ArrayList<>();
    private Clock clock = Clock.systemUTC();
    private MemoryJournal journal = new MemoryJournal(clock);
    private volatile boolean planless;
    private static final Limits LIMITS = new Limits(Duration.ofMillis(50), Duration.ZERO);

    private volatile Boundary boundary = state -> List.of();
    private Windows windows = live();

    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("dev.lull.window")).setLevel(Level.OFF);
    }

    /** A step that ignores interrupts has begun. */
    private final CountDownLatch began = new CountDownLatch(1);

    @AfterEach
    void stop() {
        lives.forEach(Windows::close);
    }

    private final class TestPlanner implements Planner {
        @Override
        public Plan forward(StackName stack, Change change) {
            Plan plan = Plans.forward(SHOP, change);
            return new Plan(stack, change, plan.steps().stream().map(this::withDeadline).toList());
        }

        private PlannedStep withDeadline(PlannedStep step) {
            return new PlannedStep(
                    step.kind(),
                    step.phase(),
                    step.onFailure(),
                    deadlines.getOrDefault(step.kind(), step.deadline()),
                    step.what(),
                    step.details());
        }

        @Override
        public List<PlannedStep> back(Facts facts, Change change, boolean changed) {
            if (planless) {
                throw new IllegalStateException("no plan for these facts");
            }
            return Plans.back(SHOP, new Change.None(), changed);
        }
    }

    private Windows live() {
        Map<StepKind, Step> steps = new EnumMap<>(StepKind.class);
        for (StepKind kind : StepKind.values()) {
            steps.put(kind, context -> perform(kind, context));
        }
        Windows life =
                new Windows(
                        journal,
                        new TestPlanner(),
                        steps,
                        state -> boundary.breaches(state),
                        clock,
                        LIMITS);
        lives.add(life);
        return life;
    }

    private Outcome perform(StepKind kind, StepContext context) throws InterruptedException {
        performed.add(kind);
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            if (kind == StepKind.PREPARE) {
                context.take(FACTS);
            }
            Step script = scripts.get(kind);
            return script == null ? new Outcome.Done("so it is") : script.perform(context);
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private void restart() {
        windows.close();
        windows = live();
        windows.recover();
    }

    private WindowId open(Change change, Duration expected) {
        return windows.open(new WindowRequest(SHOP.name(), change, Ada.saying("tidy"), expected));
    }

    private void ask(WindowId id, Action action) {
        windows.ask(id, action, "bob", Optional.empty());
    }

    private WindowState await(WindowId id, Predicate<WindowState> wanted)
            throws InterruptedException {
        long seen = 0;
        while (!wanted.test(windows.state(id))) {
            long now = windows.await(seen, Duration.ofSeconds(20));
            assertThat(now).as("something happens, after %s", performed).isGreaterThan(seen);
            seen = now;
        }
        return windows.state(id);
    }

    private WindowState end(WindowId id) throws InterruptedException {
        return await(id, s -> s.ended().isPresent());
    }

    private String held(WindowId id) throws InterruptedException {
        return await(id, s -> s.held().isPresent()).held().orElseThrow().why();
    }

    /** Held anew, after what is in the journal by now. */
    private String heldAgain(WindowId id, Runnable ask) throws InterruptedException {
        long before = count(id, Event.Held.class);
        ask.run();
        await(id, s -> s.held().isPresent() && count(id, Event.Held.class) > before);
        return held(id);
    }

    private long count(WindowId id, Class<? extends Event> type) {
        return journal.read(id, 0).stream().filter(r -> type.isInstance(r.event())).count();
    }

    /** The step does not mind being interrupted; the latch lets it end. */
    private CountDownLatch ignoresInterrupts(StepKind kind) {
        CountDownLatch end = new CountDownLatch(1);
        scripts.put(
                kind,
                context -> {
                    began.countDown();
                    boolean over = false;
                    while (!over) {
                        try {
                            over = end.await(20, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            // that is the point
                        }
                    }
                    return new Outcome.Done("at last");
                });
        return end;
    }

    // --- Steps that do not end.

    @Test
    void a_step_that_outlives_its_deadline_and_its_interrupt_holds_and_never_runs_beside_another()
            throws Exception {
        deadlines.put(StepKind.MIGRATE, Duration.ofMillis(1));
        CountDownLatch end = ignoresInterrupts(StepKind.MIGRATE);
        WindowId id = open(UPDATE, HOUR);

        assertThat(held(id))
                .contains("migrate took longer than")
                .contains("has not ended")
                .contains("nothing is begun beside it")
                .contains("restart the daemon");
        assertThat(heldAgain(id, () -> ask(id, Action.RETRY))).contains("has not ended");
        assertThat(performed).containsOnlyOnce(StepKind.MIGRATE);

        scripts.remove(StepKind.MIGRATE);
        deadlines.clear();
        end.countDown();
        ask(id, Action.ABORT);
        assertThat(end(id).phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(mostAtOnce).hasValue(1);
    }

    @Test
    void the_way_back_does_not_begin_beside_a_step_that_does_not_end() throws Exception {
        CountDownLatch end = ignoresInterrupts(StepKind.MIGRATE);
        WindowId id = open(UPDATE, HOUR);
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
        ask(id, Action.ABORT);

        assertThat(held(id)).contains("migrate was told to stop and has not ended");
        assertThat(windows.state(id).phase()).isEqualTo(Phase.STUCK);
        end.countDown();
        ask(id, Action.RETRY);
        assertThat(end(id).phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(mostAtOnce).hasValue(1);
    }

    @Test
    void an_abort_waits_for_what_must_not_be_left_half_done() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        scripts.put(
                StepKind.CLOSE_APP,
                context -> {
                    scripts.remove(StepKind.CLOSE_APP);
                    context.unbroken(HOUR);
                    began.countDown();
                    while (over.getCount() > 0) {
                        try {
                            over.await();
                        } catch (InterruptedException e) {
                            Thread.ofVirtual().start(() -> endLongAfterTheUnwinding(over));
                        }
                    }
                    throw new InterruptedException();
                });
        WindowId id = open(UPDATE, HOUR);
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
        ask(id, Action.ABORT);

        assertThat(end(id).phase()).isEqualTo(Phase.ABORTED);
        assertThat(windows.events(id, 0)).noneMatch(e -> e.event() instanceof Event.Held);
        assertThat(mostAtOnce).hasValue(1);
    }

    private static void endLongAfterTheUnwinding(CountDownLatch over) {
        LockSupport.parkNanos(LIMITS.unwinding().multipliedBy(4).toNanos());
        over.countDown();
    }

    @Test
    void what_a_step_tells_after_it_was_given_up_does_not_count() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        deadlines.put(StepKind.MIGRATE, Duration.ofMillis(1));
        scripts.put(
                StepKind.MIGRATE,
                context -> {
                    boolean over = false;
                    while (!over) {
                        try {
                            over = go.await(20, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            // that is the point
                        }
                    }
                    try {
                        context.note("late", "yes");
                    } finally {
                        told.countDown();
                    }
                    return new Outcome.Done("at last");
                });
        WindowId id = open(UPDATE, HOUR);
        held(id);
        go.countDown();
        assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(windows.state(id).notes()).doesNotContainKey("late");
        assertThat(windows.state(id).held()).isPresent();
    }

    @Test
    void a_step_that_begins_anew_has_its_whole_deadline_again() throws Exception {
        deadlines.put(StepKind.MIGRATE, Duration.ofMillis(200));
        scripts.put(
                StepKind.MIGRATE,
                context -> {
                    context.restartDeadline(HOUR);
                    Thread.sleep(400);
                    return new Outcome.Done("when Docker was back");
                });
        assertThat(end(open(UPDATE, HOUR)).phase()).isEqualTo(Phase.DONE);
    }

    // --- Other people.

    private static Boundary workerRuns(String what) {
        return state ->
                state.steps().stream()
                                .anyMatch(s -> s.kind() == StepKind.CLOSE_WORKERS && s.isDone())
                        ? List.of(Breach.of(StepKind.CLOSE_WORKERS, what))
                        : List.of();
    }

    private CountDownLatch hangs(StepKind kind) {
        CountDownLatch began = new CountDownLatch(1);
        scripts.put(
                kind,
                context -> {
                    scripts.remove(kind);
                    began.countDown();
                    new CountDownLatch(1).await();
                    return new Outcome.Done("never");
                });
        return began;
    }

    private void heldBecause(StepKind during, WindowId id, CountDownLatch began, Boundary broken)
            throws Exception {
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
        boundary = broken;
        windows.look(SHOP.name());
        assertThat(held(id)).startsWith("worker-1 runs").contains("closes it again and goes on");
        assertThat(windows.state(id).held().orElseThrow().step()).isEqualTo(during);
    }

    @Test
    void a_retry_closes_again_what_somebody_else_has_opened_and_goes_on() throws Exception {
        CountDownLatch began = hangs(StepKind.MIGRATE);
        WindowId id = open(UPDATE, HOUR);
        heldBecause(StepKind.MIGRATE, id, began, workerRuns("worker-1 runs"));
        assertThat(windows.state(id).steps()).anyMatch(r -> r.text().equals("worker-1 runs"));
        boundary = state -> List.of();
        performed.clear();
        ask(id, Action.RETRY);

        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
        assertThat(performed).startsWith(StepKind.CLOSE_WORKERS, StepKind.MIGRATE);
    }

    @Test
    void before_the_rollback_point_is_whole_quiet_is_proved_again_too() throws Exception {
        CountDownLatch began = hangs(StepKind.SNAPSHOT);
        WindowId id = open(UPDATE, HOUR);
        heldBecause(StepKind.SNAPSHOT, id, began, workerRuns("worker-1 runs"));
        assertThat(count(id, Event.Undone.class)).isEqualTo(2);
        boundary = state -> List.of();
        performed.clear();
        ask(id, Action.RETRY);

        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
        assertThat(performed)
                .startsWith(StepKind.CLOSE_WORKERS, StepKind.PROVE_QUIET, StepKind.SNAPSHOT);
    }

    @Test
    void what_a_person_opens_while_it_is_their_turn_is_closed_before_the_reopening()
            throws Exception {
        scripts.put(StepKind.WORK, context -> new Outcome.Waits("your turn"));
        WindowId id = open(new Change.None(), HOUR);
        held(id);
        boundary = workerRuns("worker-1 runs");
        windows.look(SHOP.name());
        await(id, s -> count(id, Event.Undone.class) == 1);
        boundary = state -> List.of();
        performed.clear();
        ask(id, Action.REOPEN);

        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
        assertThat(performed).startsWith(StepKind.CLOSE_WORKERS, StepKind.VALIDATE);
    }

    @Test
    void what_only_does_not_fit_holds_once_and_a_retry_accepts_it_across_a_restart()
            throws Exception {
        CountDownLatch began = hangs(StepKind.SNAPSHOT);
        WindowId id = open(UPDATE, HOUR);
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
        boundary = state -> List.of(Breach.of("db-1 was made anew"));
        restart();

        assertThat(held(id)).startsWith("db-1 was made anew").contains("what is there now");
        restart();
        ask(id, Action.RETRY);
        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
    }

    // --- Lull itself.

    @Test
    void what_lull_does_not_expect_is_told_and_tried_again_until_it_goes_well() throws Exception {
        CountDownLatch began = hangs(StepKind.MIGRATE);
        WindowId id = open(UPDATE, HOUR);
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
        planless = true;
        ask(id, Action.ABORT);
        long seen = 0;
        while (windows.trouble(id).isEmpty()) {
            long now = windows.await(seen, Duration.ofSeconds(20));
            assertThat(now).as("something happens").isGreaterThan(seen);
            seen = now;
        }
        assertThat(windows.trouble(id))
                .contains("no plan for these facts")
                .contains("this is a bug, please report it");

        scripts.put(StepKind.RESTORE_VOLUMES, context -> new Outcome.Waits("your turn"));
        planless = false;
        assertThat(held(id)).isEqualTo("your turn");
        assertThat(windows.trouble(id)).isEmpty();
        scripts.remove(StepKind.RESTORE_VOLUMES);
        ask(id, Action.RETRY);
        assertThat(end(id).phase()).isEqualTo(Phase.ROLLED_BACK);
    }

    // --- Docker.

    @Test
    void a_docker_that_stays_away_at_the_start_is_not_waited_for_for_ever() throws Exception {
        CountDownLatch began = hangs(StepKind.MIGRATE);
        WindowId id = open(UPDATE, HOUR);
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
        boundary =
                state -> {
                    throw new IllegalStateException("connection refused");
                };
        performed.clear();
        restart();

        assertThat(held(id)).contains("Docker has not answered").contains("connection refused");
        assertThat(performed).isEmpty();
        boundary = state -> List.of();
        ask(id, Action.RETRY);
        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
    }

    // --- Time.

    @Test
    void a_window_that_overruns_says_so_once_also_while_it_is_held() throws Exception {
        scripts.put(StepKind.WORK, context -> new Outcome.Waits("your turn"));
        WindowId id = open(new Change.None(), Duration.ofMillis(1));
        await(id, s -> count(id, Event.Overran.class) == 1);
        held(id);
        restart();
        ask(id, Action.REOPEN);
        end(id);

        assertThat(count(id, Event.Overran.class)).isEqualTo(1);
        assertThat(report(id).timeline().overran()).isPresent();
    }

    @Test
    void a_window_that_keeps_its_time_says_nothing() throws Exception {
        WindowId id = open(UPDATE, HOUR);
        end(id);
        assertThat(count(id, Event.Overran.class)).isZero();
    }

    @Test
    void a_clock_that_jumps_in_mid_window_changes_no_deadline_and_no_end() throws Exception {
        clock = new JumpingClock();
        journal = new MemoryJournal(clock);
        windows = live();
        WindowId id = open(UPDATE, HOUR);

        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
        assertThat(count(id, Event.Overran.class)).isZero();
        WindowReport report = report(id);
        assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(report.doorClosed()).isGreaterThanOrEqualTo(Duration.ZERO);
        report.timeline()
                .forward()
                .forEach(s ->
                        assertThat(s.elapsed(clock.instant()).orElseThrow())
                                .isGreaterThanOrEqualTo(Duration.ZERO));
    }

    @Test
    void a_step_that_hangs_has_its_deadline_by_a_clock_that_nobody_sets() throws Exception {
        clock = new JumpingClock();
        journal = new MemoryJournal(clock);
        windows = live();
        deadlines.put(StepKind.MIGRATE, Duration.ofMillis(50));
        hangs(StepKind.MIGRATE);

        WindowState state = end(open(UPDATE, HOUR));

        assertThat(state.phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(state.ended().orElseThrow().summary()).contains("took longer than");
    }

    @Test
    void a_clock_that_was_set_back_while_the_daemon_was_away_holds_nothing() throws Exception {
        CountDownLatch began = hangs(StepKind.MIGRATE);
        WindowId id = open(UPDATE, HOUR);
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
        clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(-3650));
        restart();

        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
        assertThat(count(id, Event.Overran.class)).isZero();
    }

    @Test
    void a_window_that_is_long_overdue_after_a_restart_is_held_and_a_retry_goes_on()
            throws Exception {
        CountDownLatch began = hangs(StepKind.MIGRATE);
        WindowId id = open(UPDATE, HOUR);
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
        clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(3));
        performed.clear();
        restart();

        assertThat(held(id)).contains("the daemon was away").contains("expected to take 1h");
        assertThat(performed).isEmpty();
        ask(id, Action.RETRY);
        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
    }

    private WindowReport report(WindowId id) {
        return WindowReport.of(id, journal.read(id, 0), clock.instant());
    }

    /** Each look at it is years before or after the last one. */
    private static final class JumpingClock extends Clock {
        private final AtomicLong looks = new AtomicLong();

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            long look = looks.incrementAndGet();
            return Instant.parse("2026-03-01T12:00:00Z")
                    .plus(Duration.ofDays(look % 2 == 0 ? 4000 : -4000));
        }
    }
}
