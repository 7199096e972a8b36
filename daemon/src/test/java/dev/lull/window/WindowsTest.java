package dev.lull.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.Plan;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.Plans;
import dev.lull.plan.StepKind;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.TestStack;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class WindowsTest {
    private static final Stack SHOP =
            new TestStack("shop")
                    .service("app", "shop:1", "lull.role", "app", "lull.migrate", "migrate")
                    .build();
    private static final StackName NAME = SHOP.name();
    private static final StackName BLOG = new StackName("blog");
    private static final Change UPDATE = new Change.Update(Map.of(), false);
    private static final Facts FACTS = new Facts(Instant.EPOCH, SHOP.declared(), List.of());
    private static final List<StepKind> FORWARD = kinds(Plans.forward(SHOP, UPDATE).steps());
    private static final List<StepKind> SHORT = kinds(Plans.back(SHOP, new Change.None(), false));
    private static final List<StepKind> LONG = kinds(Plans.back(SHOP, new Change.None(), true));

    private final MemoryJournal journal = new MemoryJournal(Clock.systemUTC());
    private final List<StepKind> performed = Collections.synchronizedList(new ArrayList<>());
    private final Map<StepKind, Step> scripts = new ConcurrentHashMap<>();
    private final List<Windows> lives = new ArrayList<>();
    private volatile List<Breach> broken = List.of();
    private UnaryOperator<PlannedStep> replan = step -> step;
    private Windows windows = live();

    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("dev.lull.window")).setLevel(Level.OFF);
    }

    @AfterEach
    void stop() {
        lives.forEach(Windows::close);
    }

    private static List<StepKind> kinds(List<PlannedStep> steps) {
        return steps.stream().map(PlannedStep::kind).toList();
    }

    private static List<StepKind> upTo(StepKind last) {
        return FORWARD.subList(0, FORWARD.indexOf(last) + 1);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static List<StepKind> all(List<StepKind>... parts) {
        List<StepKind> all = new ArrayList<>();
        List.of(parts).forEach(all::addAll);
        return all;
    }

    // --- The daemon.

    private final class TestPlanner implements Planner {
        @Override
        public Plan forward(StackName stack, Change change) {
            Plan plan = Plans.forward(SHOP, change);
            return new Plan(stack, change, plan.steps().stream().map(replan).toList());
        }

        @Override
        public List<PlannedStep> back(Facts facts, Change change, boolean changed) {
            return Plans.back(SHOP, new Change.None(), changed);
        }
    }

    /** A daemon that starts on the same journal. */
    private Windows live() {
        Windows life =
                new Windows(
                        journal, new TestPlanner(), steps(), state -> broken, Clock.systemUTC());
        lives.add(life);
        return life;
    }

    private Map<StepKind, Step> steps() {
        Map<StepKind, Step> steps = new EnumMap<>(StepKind.class);
        for (StepKind kind : StepKind.values()) {
            steps.put(
                    kind,
                    context -> {
                        performed.add(kind);
                        if (kind == StepKind.PREPARE) {
                            context.take(FACTS);
                        }
                        Step script = scripts.get(kind);
                        return script == null
                                ? new Outcome.Done("so it is")
                                : script.perform(context);
                    });
        }
        return steps;
    }

    private WindowId open() {
        return open(UPDATE);
    }

    private WindowId open(Change change) {
        return windows.open(
                new WindowRequest(NAME, change, Ada.saying("tidy"), Duration.ofMinutes(5)));
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

    private WindowState held(WindowId id) throws InterruptedException {
        return await(id, s -> s.held().isPresent());
    }

    private void fails(StepKind kind) {
        scripts.put(kind, context -> new Outcome.Failed("not so"));
    }

    private void failsOnce(StepKind kind) {
        scripts.put(
                kind,
                context -> {
                    scripts.remove(kind);
                    return new Outcome.Failed("not so");
                });
    }

    /** The step waits until it is interrupted; the latch tells that it began. */
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

    private static void awaits(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }

    // --- Paths.

    @Test
    void without_failures_every_step_is_performed_once_in_order() throws Exception {
        WindowId id = open();
        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
        assertThat(performed).isEqualTo(FORWARD);
        assertThat(journal.open()).isEmpty();
        assertThat(windows.openOf(NAME)).isEmpty();
        assertThat(windows.all()).containsExactly(id);
    }

    @Test
    void each_step_is_journaled_as_started_before_it_acts() throws Exception {
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        for (StepKind kind : FORWARD) {
            scripts.put(
                    kind,
                    context -> {
                        boolean started =
                                journal.read(context.window(), 0).stream()
                                        .anyMatch(
                                                r -> r.event().equals(new Event.StepStarted(kind)));
                        if (!started) {
                            wrong.add(kind.word());
                        }
                        return new Outcome.Done("");
                    });
        }
        end(open());
        assertThat(wrong).isEmpty();
    }

    @Test
    void what_prepare_finds_refuses_the_window() throws Exception {
        fails(StepKind.PREPARE);
        WindowState state = end(open());
        assertThat(state.phase()).isEqualTo(Phase.REFUSED);
        assertThat(state.ended().orElseThrow().summary()).isEqualTo("not so");
        assertThat(performed).containsExactly(StepKind.PREPARE);
    }

    @Test
    void an_announcement_that_fails_stops_nothing() throws Exception {
        fails(StepKind.ANNOUNCE);
        assertThat(end(open()).phase()).isEqualTo(Phase.DONE);
        assertThat(performed).isEqualTo(FORWARD);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSE_CRON", "CLOSE_WORKERS", "CLOSE_APP", "SNAPSHOT"})
    void a_failure_before_the_change_opens_what_was_closed(StepKind kind) throws Exception {
        failsOnce(kind);
        assertThat(end(open()).phase()).isEqualTo(Phase.ABORTED);
        assertThat(performed).isEqualTo(all(upTo(kind), SHORT));
    }

    @ParameterizedTest
    @EnumSource(names = {"CHANGE", "START_DATA", "MIGRATE", "VALIDATE"})
    void a_failure_of_the_change_rolls_back(StepKind kind) throws Exception {
        failsOnce(kind);
        WindowState state = end(open());
        assertThat(state.phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(state.ended().orElseThrow().summary())
                .isEqualTo(kind.word() + " failed: not so");
        assertThat(performed).isEqualTo(all(upTo(kind), LONG));
    }

    @ParameterizedTest
    @EnumSource(names = {"REOPEN_APP", "REOPEN_WORKERS", "REOPEN_CRON"})
    void a_failed_reopening_closes_again_and_holds_until_a_retry(StepKind kind) throws Exception {
        failsOnce(kind);
        WindowId id = open();
        assertThat(held(id).held().orElseThrow().step()).isEqualTo(kind);
        StepKind closing = StepKind.valueOf(kind.name().replace("REOPEN", "CLOSE"));
        assertThat(performed).isEqualTo(all(upTo(kind), List.of(closing)));
        ask(id, Action.RETRY);
        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
        List<StepKind> again = FORWARD.subList(FORWARD.indexOf(kind), FORWARD.size());
        List<StepKind> check = kind == StepKind.REOPEN_APP ? List.of(StepKind.VALIDATE) : List.of();
        assertThat(performed).isEqualTo(all(upTo(kind), List.of(closing), check, again));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSE_APP", "RESTORE_VOLUMES", "RESTORE_CONTAINERS", "VALIDATE"})
    void a_way_back_that_fails_is_stuck_and_a_retry_goes_on_from_there(StepKind kind)
            throws Exception {
        failsOnce(StepKind.MIGRATE);
        scripts.put(
                kind,
                context -> {
                    if (context.onWayBack()) {
                        scripts.remove(kind);
                        return new Outcome.Failed("not so");
                    }
                    return new Outcome.Done("");
                });
        WindowId id = open();
        assertThat(held(id).phase()).isEqualTo(Phase.STUCK);
        assertThatThrownBy(() -> ask(id, Action.ABORT)).isInstanceOf(RefusedException.class);
        ask(id, Action.RETRY);
        assertThat(end(id).phase()).isEqualTo(Phase.ROLLED_BACK);
        int at = LONG.indexOf(kind);
        assertThat(performed)
                .isEqualTo(
                        all(
                                upTo(StepKind.MIGRATE),
                                LONG.subList(0, at + 1),
                                LONG.subList(at, LONG.size())));
    }

    @Test
    void an_exception_out_of_a_step_is_a_failure_in_its_words() throws Exception {
        scripts.put(
                StepKind.CHANGE,
                context -> {
                    throw new IllegalStateException("the engine said no");
                });
        WindowState state = end(open());
        assertThat(state.phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(state.ended().orElseThrow().summary()).contains("the engine said no");
    }

    @Test
    void a_stack_that_is_not_quiet_holds_until_a_retry() throws Exception {
        failsOnce(StepKind.PROVE_QUIET);
        WindowId id = open();
        held(id);
        ask(id, Action.RETRY);
        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void a_watch_that_fails_may_be_accepted() throws Exception {
        fails(StepKind.WATCH);
        WindowId id = open();
        held(id);
        ask(id, Action.REOPEN);
        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void a_person_works_and_then_reopens() throws Exception {
        scripts.put(StepKind.WORK, context -> new Outcome.Waits("your turn"));
        WindowId id = open(new Change.None());
        assertThat(held(id).held().orElseThrow().why()).isEqualTo("your turn");
        ask(id, Action.REOPEN);
        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
        assertThat(performed).containsOnlyOnce(StepKind.WORK);
    }

    @Test
    void a_stack_whose_window_has_not_gone_on_yet_after_a_restart_gets_no_second()
            throws Exception {
        scripts.put(StepKind.PROVE_QUIET, context -> new Outcome.Waits("for a person"));
        WindowId id = open();
        held(id);
        windows.close();
        windows = live();

        assertThatThrownBy(this::open)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("has window " + id + " open");
        windows.recover();
        assertThatThrownBy(this::open).isInstanceOf(RefusedException.class);
    }

    // --- People.

    @ParameterizedTest
    @EnumSource(
            names = {
                "PREPARE",
                "ANNOUNCE",
                "CLOSE_CRON",
                "CLOSE_WORKERS",
                "CLOSE_APP",
                "PROVE_QUIET",
                "SNAPSHOT",
                "CHANGE",
                "START_DATA",
                "MIGRATE",
                "VALIDATE"
            })
    void abort_interrupts_the_step_and_returns_to_the_state_before(StepKind kind) throws Exception {
        CountDownLatch began = hangs(kind);
        WindowId id = open();
        awaits(began);
        ask(id, Action.ABORT);
        boolean changed = kind.compareTo(StepKind.CHANGE) >= 0;
        assertThat(end(id).phase()).isEqualTo(changed ? Phase.ROLLED_BACK : Phase.ABORTED);
        assertThat(performed).isEqualTo(all(upTo(kind), changed ? LONG : SHORT));
    }

    @ParameterizedTest
    @EnumSource(names = {"REOPEN_APP", "REOPEN_WORKERS", "REOPEN_CRON", "WATCH"})
    void once_visitors_may_be_in_abort_is_refused_and_rollback_wants_a_confirmation(StepKind kind)
            throws Exception {
        CountDownLatch began = hangs(kind);
        WindowId id = open();
        awaits(began);
        assertThatThrownBy(() -> ask(id, Action.ABORT))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("visitors are in again")
                .hasMessageContaining("rollback")
                .extracting(e -> ((RefusedException) e).reason())
                .isEqualTo(RefusedException.Reason.CONFLICT);
        assertThatThrownBy(() -> ask(id, Action.ROLLBACK))
                .hasMessageContaining("lull rollback " + id + " --confirm shop")
                .extracting(e -> ((RefusedException) e).reason())
                .isEqualTo(RefusedException.Reason.UNCONFIRMED);
        assertThatThrownBy(() -> windows.ask(id, Action.ROLLBACK, "bob", Optional.of("another")))
                .isInstanceOf(RefusedException.class);
        windows.ask(id, Action.ROLLBACK, "bob", Optional.of("shop"));
        assertThat(end(id).phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(performed).isEqualTo(all(upTo(kind), LONG));
    }

    @Test
    void a_rollback_before_visitors_are_in_needs_no_confirmation() throws Exception {
        CountDownLatch began = hangs(StepKind.VALIDATE);
        WindowId id = open();
        awaits(began);
        ask(id, Action.ROLLBACK);
        assertThat(end(id).phase()).isEqualTo(Phase.ROLLED_BACK);
    }

    @Test
    void what_does_not_fit_is_refused_with_what_is_offered() throws Exception {
        fails(StepKind.PROVE_QUIET);
        WindowId id = open();
        held(id);
        assertThatThrownBy(() -> ask(id, Action.REOPEN))
                .hasMessageContaining("held at prove-quiet")
                .hasMessageContaining("it offers: retry, abort");
        ask(id, Action.ABORT);
        end(id);
        assertThatThrownBy(() -> ask(id, Action.ROLLBACK))
                .hasMessageContaining("has ended (aborted)")
                .hasMessageContaining("lull restore");
    }

    @Test
    void a_window_that_is_not_there_is_not_found() {
        assertThatThrownBy(() -> ask(new WindowId(7), Action.RETRY))
                .extracting(e -> ((RefusedException) e).reason())
                .isEqualTo(RefusedException.Reason.NOT_FOUND);
    }

    @Test
    void a_second_window_on_the_stack_is_refused_and_one_on_another_is_not() throws Exception {
        CountDownLatch began = hangs(StepKind.MIGRATE);
        WindowId first = open();
        awaits(began);
        assertThatThrownBy(this::open)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("window " + first + " open, which is changing")
                .hasMessageContaining("lull abort " + first);
        WindowId other =
                windows.open(Ada.wants(new StackName("blog"), UPDATE, Duration.ofMinutes(5)));
        assertThat(end(other).phase()).isEqualTo(Phase.DONE);
        assertThat(windows.openOf(NAME)).contains(first);
        ask(first, Action.ABORT);
        end(first);
        assertThat(end(open()).phase()).isEqualTo(Phase.DONE);
    }

    // --- Deadlines.

    @Test
    void a_step_that_takes_too_long_is_interrupted_and_has_failed() throws Exception {
        replan =
                step ->
                        step.kind() == StepKind.MIGRATE
                                ? new PlannedStep(
                                        step.kind(),
                                        step.phase(),
                                        step.onFailure(),
                                        Duration.ofMillis(1),
                                        step.what(),
                                        step.details())
                                : step;
        hangs(StepKind.MIGRATE);
        WindowState state = end(open());
        assertThat(state.phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(state.ended().orElseThrow().summary())
                .isEqualTo("migrate failed: took longer than 0.0s");
    }

    // --- The journal.

    @Test
    void output_notes_and_warnings_are_journaled() throws Exception {
        scripts.put(
                StepKind.MIGRATE,
                context -> {
                    context.say("one");
                    context.say("two");
                    context.note("k", "v");
                    context.warn("beware");
                    return new Outcome.Done(context.note("k").orElse("lost"));
                });
        WindowId id = open();
        WindowState state = end(id);
        List<Event> events = journal.read(id, 0).stream().map(Recorded::event).toList();
        assertThat(events)
                .contains(
                        new Event.Noted("k", "v"),
                        new Event.Warned(StepKind.MIGRATE, "beware"),
                        new Event.StepDone(StepKind.MIGRATE, "v"));
        assertThat(
                        events.stream()
                                .filter(Event.Said.class::isInstance)
                                .flatMap(e -> ((Event.Said) e).lines().stream()))
                .containsExactly("one", "two");
        assertThat(state.notes()).containsEntry("k", "v");
    }

    @Test
    void a_journal_that_fails_at_any_write_makes_the_window_stand_still_and_a_restart_ends_it()
            throws Exception {
        for (StepKind kind : FORWARD) {
            scripts.put(
                    kind,
                    context -> {
                        context.note("of-" + kind, "v");
                        context.say("line");
                        return new Outcome.Done("");
                    });
        }
        WindowId undisturbed = open();
        end(undisturbed);
        int writes = journal.read(undisturbed, 0).size();
        for (int n = 2; n <= writes; n++) {
            performed.clear();
            journal.failFrom(n);
            WindowId id = open();
            standsStill(id);
            windows.close();
            journal.failFrom(0);
            List<Recorded> stored = journal.read(id, 0);
            assertThat(stored).as("nothing is written after write %d failed", n).hasSize(n - 1);
            assertThat(performed)
                    .as("nothing is begun after write %d failed", n)
                    .hasSize(
                            (int)
                                    stored.stream()
                                            .filter(r -> r.event() instanceof Event.StepStarted)
                                            .count());
            windows = live();
            windows.recover();
            assertThat(end(id).phase()).isEqualTo(Phase.DONE);
        }
    }

    private void standsStill(WindowId id) throws InterruptedException {
        long seen = 0;
        while (windows.trouble(id).isEmpty()) {
            seen = windows.await(seen, Duration.ofSeconds(20));
        }
        assertThat(windows.trouble(id)).contains("no room left");
    }

    // --- The boundary.

    @Test
    void what_somebody_else_opened_interrupts_the_step_and_holds_until_a_retry() throws Exception {
        CountDownLatch began = hangs(StepKind.MIGRATE);
        WindowId id = open();
        awaits(began);
        broken = List.of(Breach.of("shop-worker-1 was started"));
        windows.look(NAME);
        WindowState state = held(id);
        assertThat(state.held().orElseThrow().why())
                .startsWith("shop-worker-1 was started")
                .contains("lull retry " + id);
        broken = List.of();
        ask(id, Action.RETRY);
        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void what_was_opened_while_the_daemon_was_away_holds_before_anything_is_done()
            throws Exception {
        CountDownLatch began = hangs(StepKind.MIGRATE);
        WindowId id = open();
        awaits(began);
        windows.close();
        performed.clear();
        broken = List.of(Breach.of("shop-worker-1 was started"));
        windows = live();
        windows.recover();
        held(id);
        assertThat(performed).isEmpty();
    }

    @Test
    void what_is_opened_while_the_window_is_held_is_said_once_and_again_when_it_is_another()
            throws Exception {
        failsOnce(StepKind.PROVE_QUIET);
        WindowId id = open();
        held(id);
        broken = List.of(Breach.of("shop-worker-1 was started"));
        windows.look(NAME);
        windows.look(NAME);
        broken = List.of(Breach.of("shop-cron-1 was started"));
        windows.look(NAME);
        assertThat(warnings(id))
                .containsExactly("shop-worker-1 was started", "shop-cron-1 was started");
        assertThat(windows.state(id).held()).isPresent();

        ask(id, Action.RETRY);
        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
    }

    private List<String> warnings(WindowId id) {
        return windows.events(id, 0).stream()
                .map(Recorded::event)
                .filter(Event.Warned.class::isInstance)
                .map(e -> ((Event.Warned) e).text())
                .toList();
    }

    // --- The journal and people.

    @Test
    void a_person_who_can_not_be_written_down_may_ask_again() throws Exception {
        failsOnce(StepKind.PROVE_QUIET);
        WindowId id = open();
        held(id);
        journal.failWrite(1);
        assertThatThrownBy(() -> ask(id, Action.RETRY)).isInstanceOf(JournalException.class);
        assertThat(windows.state(id).held()).isPresent();
        ask(id, Action.RETRY);
        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void the_first_write_that_fails_opens_no_window() {
        journal.failWrite(1);
        assertThatThrownBy(this::open).isInstanceOf(JournalException.class);
        assertThat(windows.openOf(NAME)).isEmpty();
        assertThat(performed).isEmpty();
    }

    // --- Restarts.

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "EXEC",
                "WORK",
                "RESTORE_VOLUMES",
                "RESTORE_CONTAINERS",
                "RESTORE_DUMPS",
                "COPY_OFFSITE"
            })
    void after_a_restart_the_step_that_ran_is_performed_again_and_the_rest_follows(StepKind kind)
            throws Exception {
        CountDownLatch began = hangs(kind);
        WindowId id = open();
        awaits(began);
        windows.close();
        assertThat(journal.open()).containsExactly(id);
        windows = live();
        windows.recover();
        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
        assertThat(performed)
                .isEqualTo(all(upTo(kind), FORWARD.subList(FORWARD.indexOf(kind), FORWARD.size())));
    }

    @Test
    void a_held_window_is_still_held_after_a_restart() throws Exception {
        failsOnce(StepKind.PROVE_QUIET);
        WindowId id = open();
        held(id);
        windows.close();
        windows = live();
        windows.recover();
        assertThat(windows.state(id).held()).isPresent();
        assertThatThrownBy(this::open).isInstanceOf(RefusedException.class);
        ask(id, Action.RETRY);
        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void who_asks_before_a_window_was_taken_up_again_is_told_to_ask_again() throws Exception {
        failsOnce(StepKind.PROVE_QUIET);
        WindowId id = open();
        held(id);
        windows.close();
        windows = live();
        assertThatThrownBy(() -> ask(id, Action.RETRY))
                .hasMessageContaining("window " + id + " is being taken up again")
                .extracting(e -> ((RefusedException) e).reason())
                .isEqualTo(RefusedException.Reason.CONFLICT);
        windows.recover();
        ask(id, Action.RETRY);
        assertThat(end(id).phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void a_journal_that_can_not_be_followed_strands_its_window_and_no_other() throws Exception {
        WindowId lost = opened(BLOG);
        journal.append(lost, new Event.StepDone(StepKind.MIGRATE, ""));
        WindowId shop = goesOnBeside(lost);

        assertThat(windows.openOf(BLOG)).contains(lost);
        assertThat(windows.leftAlone())
                .singleElement()
                .asString()
                .contains("window " + lost + " of stack blog");
        assertThatThrownBy(() -> windows.open(Ada.wants(BLOG, UPDATE, Duration.ofMinutes(5))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("window " + lost + " of stack blog can't be taken up")
                .hasMessageContaining("put back a backup");
        assertThatThrownBy(() -> ask(lost, Action.ABORT))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("can't be taken up");
        ask(shop, Action.RETRY);
        assertThat(end(shop).phase()).isEqualTo(Phase.DONE);
        assertThat(end(open()).phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void a_window_that_can_not_be_read_refuses_others_on_its_stack_alone() throws Exception {
        WindowId lost = opened(BLOG);
        journal.damage(lost);
        assertBlogIsRefused(lost);
        WindowId shop = goesOnBeside(lost);

        assertBlogIsRefused(lost);
        assertThat(windows.openOf(BLOG)).contains(lost);
        assertThat(windows.leftAlone())
                .singleElement()
                .asString()
                .contains("window " + lost + " of stack blog");
        assertThatThrownBy(() -> windows.state(lost))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("event 2 can't be read");
        ask(shop, Action.RETRY);
        assertThat(end(shop).phase()).isEqualTo(Phase.DONE);
        assertThat(end(open()).phase()).isEqualTo(Phase.DONE);
    }

    private void assertBlogIsRefused(WindowId lost) {
        assertThatThrownBy(() -> windows.open(Ada.wants(BLOG, UPDATE, Duration.ofMinutes(5))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll(
                        "window " + lost + " of stack blog can't be taken up",
                        "event 2 can't be read",
                        "put back a backup");
    }

    @Test
    void a_window_of_which_not_even_the_stack_can_be_read_may_be_of_any() throws Exception {
        WindowId lost = opened(BLOG);
        journal.damageWholly(lost);
        WindowId shop = goesOnBeside(lost);

        assertThatThrownBy(() -> windows.state(lost))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("event 2 can't be read", "none can have a new window");
        ask(shop, Action.RETRY);
        assertThat(end(shop).phase()).isEqualTo(Phase.DONE);
        int before = journal.windows().size();
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("stack of window " + lost + " can't be read");
        assertThat(journal.windows()).hasSize(before);
    }

    private WindowId opened(StackName stack) {
        return journal.open(
                new Event.Opened(
                        stack,
                        UPDATE,
                        Plans.forward(SHOP, UPDATE).steps(),
                        Ada.ORIGIN,
                        Duration.ofMinutes(5),
                        List.of()));
    }

    /** Another window is held, and still is after a start of the daemon. */
    private WindowId goesOnBeside(WindowId lost) throws InterruptedException {
        failsOnce(StepKind.PROVE_QUIET);
        WindowId shop = opened(NAME);
        windows = live();
        windows.recover();
        held(shop);
        assertThat(windows.all()).containsExactly(shop).doesNotContain(lost);
        assertThat(windows.openStacks()).containsExactly(NAME);
        return shop;
    }

    @Test
    void a_restart_in_the_way_back_goes_on_with_the_way_back() throws Exception {
        failsOnce(StepKind.MIGRATE);
        CountDownLatch began = hangs(StepKind.RESTORE_VOLUMES);
        WindowId id = open();
        awaits(began);
        windows.close();
        windows = live();
        windows.recover();
        assertThat(end(id).phase()).isEqualTo(Phase.ROLLED_BACK);
        int at = LONG.indexOf(StepKind.RESTORE_VOLUMES);
        assertThat(performed)
                .isEqualTo(
                        all(
                                upTo(StepKind.MIGRATE),
                                LONG.subList(0, at + 1),
                                LONG.subList(at, LONG.size())));
    }

    @Test
    void windows_on_several_stacks_go_on_after_a_restart() throws Exception {
        CountDownLatch first = hangs(StepKind.CHANGE);
        WindowId shop = open();
        awaits(first);
        CountDownLatch second = hangs(StepKind.MIGRATE);
        WindowId blog =
                windows.open(Ada.wants(new StackName("blog"), UPDATE, Duration.ofMinutes(5)));
        awaits(second);
        windows.close();
        windows = live();
        windows.recover();
        assertThat(end(shop).phase()).isEqualTo(Phase.DONE);
        assertThat(end(blog).phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void recovering_twice_runs_nothing_twice() throws Exception {
        CountDownLatch began = hangs(StepKind.CHANGE);
        WindowId id = open();
        awaits(began);
        windows.close();
        CountDownLatch again = hangs(StepKind.MIGRATE);
        windows = live();
        windows.recover();
        awaits(again);
        windows.recover();
        ask(id, Action.ABORT);
        assertThat(end(id).phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(performed)
                .isEqualTo(
                        all(
                                upTo(StepKind.CHANGE),
                                FORWARD.subList(
                                        FORWARD.indexOf(StepKind.CHANGE),
                                        FORWARD.indexOf(StepKind.MIGRATE) + 1),
                                LONG));
    }

    @Test
    void every_prefix_of_a_real_journal_can_be_replayed() throws Exception {
        failsOnce(StepKind.REOPEN_APP);
        WindowId id = open();
        held(id);
        windows.ask(id, Action.ROLLBACK, "bob", Optional.of("shop"));
        end(id);
        List<Recorded> events = journal.read(id, 0);
        for (int n = 1; n <= events.size(); n++) {
            WindowState state = WindowState.replay(events.subList(0, n));
            assertThat(Decision.of(state)).isNotNull();
            assertThat(state.ended().isPresent()).isEqualTo(n == events.size());
        }
    }
}
