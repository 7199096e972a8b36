package dev.lull.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.calendar.Cron;
import dev.lull.calendar.Timing;
import dev.lull.plan.Change;
import dev.lull.stack.Command;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import dev.lull.window.JournalException;
import dev.lull.window.WindowId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What everybody who keeps schedules does. */
public abstract class ScheduleStoreContract {
    protected static final Instant NOW = Instant.parse("2027-03-01T02:03:04.567Z");
    protected static final Instant DUE = Instant.parse("2027-03-02T03:00:00Z");

    protected abstract ScheduleStore store();

    protected static Order order(String name) {
        return new Order(
                new StackName("shop"),
                name,
                new Timing.Repeated(Cron.parse("0 3 * * mon-FRI"), ZoneId.of("Asia/Kathmandu")),
                new Change.Update(Map.of(new ServiceName("app"), "shop:2"), true),
                Duration.ofMinutes(10),
                Duration.ZERO,
                Set.of(Condition.CHANGED, Condition.HEALTHY),
                Optional.of(Duration.ofHours(4)));
    }

    protected Schedule kept(String name) {
        return store().add(order(name), Source.PERSON, "ada", NOW);
    }

    protected static Run run(Schedule schedule, Instant due, RunState state) {
        return new Run(schedule.id(), due, state, "grüße 世界", NOW);
    }

    private static Order order(Timing timing, Change change) {
        return new Order(
                new StackName("shop"),
                "once",
                timing,
                change,
                Duration.ofSeconds(90),
                Duration.ofHours(1),
                Set.of(),
                Optional.empty());
    }

    @Test
    void a_schedule_is_kept_as_it_was_ordered() {
        Schedule added = kept("nightly");
        assertThat(added)
                .isEqualTo(
                        new Schedule(
                                new ScheduleId(1),
                                order("nightly"),
                                Source.PERSON,
                                "ada",
                                NOW,
                                false,
                                false,
                                NOW,
                                false));
        assertThat(store().find(added.id())).contains(added);
        assertThat(store().find(new ScheduleId(2))).isEmpty();
    }

    @Test
    void so_is_each_kind_of_change_and_of_timing() {
        Timing once = new Timing.Once(NOW.plusSeconds(60));
        List<Change> changes =
                List.of(
                        new Change.Update(Map.of(), false),
                        new Change.Migrate(),
                        new Change.Exec(
                                new ServiceName("app"), new Command(List.of("a b", "'", "ü"))),
                        new Change.None());
        for (Change change : changes) {
            Order order = order(once, change);
            Schedule added = store().add(order, Source.FILE, "x", NOW);
            assertThat(store().find(added.id()).orElseThrow().order()).isEqualTo(order);
            store().put(added.gone(true), List.of());
        }
    }

    @Test
    void schedules_are_numbered_and_listed_from_one() {
        assertThat(store().all()).isEmpty();
        Schedule first = kept("one");
        Schedule second = kept("two");
        assertThat(store().all()).containsExactly(first, second);
        assertThat(second.id()).isEqualTo(new ScheduleId(2));
    }

    @Test
    void what_changed_is_kept_together_with_the_runs() {
        Schedule schedule = kept("nightly");
        Schedule changed =
                schedule.paused(true).skipping(true).settled(DUE).gone(true).with(order("other"));
        Run run = run(schedule, DUE, RunState.SKIPPED);
        store().put(changed, List.of(run));
        assertThat(store().find(schedule.id())).contains(changed);
        assertThat(store().run(schedule.id(), DUE)).contains(run);
    }

    @Test
    void where_a_moment_has_its_run_already_nothing_is_changed() {
        Schedule schedule = kept("nightly");
        Run first = run(schedule, DUE, RunState.OPENED);
        store().put(schedule, List.of(first));
        assertThatThrownBy(() ->
                        store().put(
                                        schedule.paused(true),
                                        List.of(
                                                run(schedule, NOW, RunState.LOOKING),
                                                run(schedule, DUE, RunState.LOOKING))))
                .isInstanceOf(JournalException.class);
        assertThat(store().find(schedule.id())).contains(schedule);
        assertThat(store().runs(schedule.id(), 10)).containsExactly(first);
    }

    @Test
    void what_was_decided_of_later_moments_is_forgotten() {
        Schedule schedule = kept("nightly");
        Schedule other = kept("other");
        Run then = run(schedule, DUE, RunState.OPENED);
        Run others = run(other, DUE.plusSeconds(1), RunState.SKIPPED);
        store().put(
                        schedule.settled(DUE.plusSeconds(2)),
                        List.of(then, run(schedule, DUE.plusSeconds(1), RunState.SKIPPED)));
        store().put(others);
        store().forget(schedule.settledAnew(DUE));
        assertThat(store().find(schedule.id()).orElseThrow().settled()).isEqualTo(DUE);
        assertThat(store().runs(schedule.id(), 9)).containsExactly(then);
        assertThat(store().runs(other.id(), 9)).containsExactly(others);
    }

    @Test
    void a_schedule_that_is_not_there_is_not_kept() {
        Schedule stranger =
                new Schedule(
                        new ScheduleId(7),
                        order("x"),
                        Source.FILE,
                        "",
                        NOW,
                        false,
                        false,
                        NOW,
                        false);
        assertThatThrownBy(() -> store().put(stranger, List.of()))
                .isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> store().put(run(stranger, DUE, RunState.LOOKING)))
                .isInstanceOf(JournalException.class);
        assertThat(store().all()).isEmpty();
    }

    @Test
    void a_stack_has_one_schedule_of_a_name_until_it_is_gone() {
        Schedule first = kept("nightly");
        assertThatThrownBy(() -> kept("nightly")).isInstanceOf(JournalException.class);
        Schedule file = store().add(order("nightly"), Source.FILE, "", NOW);
        store().put(first.gone(true), List.of());
        Schedule second = kept("nightly");
        assertThat(Stream.of(first, file, second).map(Schedule::id).distinct()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void a_run_is_kept_in_each_of_its_states(RunState state) {
        Schedule schedule = kept("nightly");
        Run run =
                new Run(
                        schedule.id(),
                        DUE,
                        state,
                        Optional.of(new WindowId(12)),
                        "why\nnot",
                        "bob",
                        NOW,
                        "deploy-7",
                        "a fingerprint");
        store().put(run);
        assertThat(store().run(schedule.id(), DUE)).contains(run);
        assertThat(store().unfinished().contains(run)).isEqualTo(!state.isOver());
    }

    @Test
    void a_run_that_goes_on_takes_the_place_of_what_it_was() {
        Schedule schedule = kept("nightly");
        store().put(run(schedule, DUE, RunState.LOOKING));
        Run later = run(schedule, DUE, RunState.OPENED);
        store().put(later);
        assertThat(store().runs(schedule.id(), 10)).containsExactly(later);
        assertThat(store().unfinished()).isEmpty();
    }

    @Test
    void runs_are_told_newest_first_and_those_under_way_oldest_first() {
        Schedule one = kept("one");
        Schedule two = kept("two");
        Run old = run(one, DUE, RunState.WAITING_FOR_ROOM);
        Run other = run(two, DUE.plusSeconds(1), RunState.OPENING);
        Run young = run(one, DUE.plusSeconds(2), RunState.LOOKING);
        store().put(young);
        store().put(other);
        store().put(old);
        assertThat(store().runs(one.id(), 10)).containsExactly(young, old);
        assertThat(store().runs(one.id(), 1)).containsExactly(young);
        assertThat(store().unfinished()).containsExactly(old, other, young);
        assertThat(store().run(two.id(), DUE)).isEmpty();
    }

    /** That many of moments from one on, each a second after the other. */
    private static List<Run> skipped(Schedule schedule, Instant from, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> run(schedule, from.plusSeconds(i), RunState.SKIPPED))
                .toList();
    }

    private List<Run> all(Schedule schedule) {
        return store().runs(schedule.id(), Integer.MAX_VALUE);
    }

    @Test
    void the_newest_that_are_over_are_kept_and_all_that_are_not() {
        Schedule schedule = kept("nightly");
        Schedule other = kept("other");
        Run others = run(other, DUE.minusSeconds(9), RunState.NOTHING_TO_DO);
        store().put(others);
        Run waiting = run(schedule, DUE.minusSeconds(9), RunState.WAITING_FOR_APPROVAL);
        store().put(waiting);
        List<Run> over = skipped(schedule, DUE, ScheduleStore.RUNS_KEPT);
        store().put(schedule, over);
        assertThat(all(schedule)).hasSize(ScheduleStore.RUNS_KEPT + 1).contains(over.getFirst());

        Run opening = run(schedule, DUE.plusSeconds(5_000), RunState.OPENING);
        store().put(opening);
        assertThat(all(schedule)).as("it is not over").contains(over.getFirst());
        store().put(run(schedule, opening.due(), RunState.REFUSED));
        assertThat(all(schedule))
                .hasSize(ScheduleStore.RUNS_KEPT + 1)
                .doesNotContain(over.getFirst())
                .contains(over.get(1), waiting);

        store().put(schedule, skipped(schedule, DUE.plusSeconds(6_000), 3));
        assertThat(all(schedule))
                .hasSize(ScheduleStore.RUNS_KEPT + 1)
                .doesNotContain(over.get(3))
                .contains(over.get(4), waiting);
        assertThat(store().unfinished()).containsExactly(waiting);
        assertThat(all(other)).containsExactly(others);
    }

    @Test
    void the_last_that_has_a_window_is_kept_however_old_it_is() {
        Schedule schedule = kept("nightly");
        Run first = run(schedule, DUE, RunState.OPENING).opened(new WindowId(1), NOW);
        Run last = run(schedule, DUE.plusSeconds(1), RunState.OPENING).opened(new WindowId(2), NOW);
        store().put(schedule, List.of(first, last));
        store().put(schedule, skipped(schedule, DUE.plusSeconds(2), ScheduleStore.RUNS_KEPT));
        assertThat(all(schedule))
                .hasSize(ScheduleStore.RUNS_KEPT + 1)
                .contains(last)
                .doesNotContain(first);
    }
}
