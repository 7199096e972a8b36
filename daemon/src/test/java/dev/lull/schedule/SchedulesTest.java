package dev.lull.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.calendar.Timing;
import dev.lull.plan.Change;
import dev.lull.stack.Command;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import dev.lull.window.Event;
import dev.lull.window.RefusedException.Reason;
import dev.lull.window.WindowId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Schedules that people asked for, and what they ask of them. */
class SchedulesTest extends OnHost {
    // --- What is due.

    @Test
    void what_is_due_opens_a_window_that_says_where_it_comes_from() {
        ScheduleId id = nightly();
        host.until(FIRST.minusMillis(1));
        assertThat(host.runs(id)).isEmpty();
        host.until(FIRST);
        Run run = host.only(id);
        assertThat(run.state()).isEqualTo(RunState.OPENED);
        assertThat(run.due()).isEqualTo(FIRST);
        WindowId window = run.window().orElseThrow();
        Event.Opened opened = (Event.Opened) host.journal.read(window, 0).getFirst().event();
        assertThat(opened.stack()).isEqualTo(Host.SHOP);
        assertThat(opened.change()).isEqualTo(Host.UPDATE);
        assertThat(opened.expected()).isEqualTo(Duration.ofMinutes(5));
        assertThat(opened.origin().by()).isEqualTo("schedule nightly");
        assertThat(opened.origin().request()).isEqualTo("schedule-1-2027-03-01T02:00:00Z");
    }

    @Test
    void each_night_has_its_window() {
        ScheduleId id = nightly();
        host.until(FIRST.plus(Duration.ofDays(6)));
        assertThat(host.runs(id)).hasSize(7).allMatch(r -> r.state() == RunState.OPENED);
        assertThat(host.runs(id)).extracting(Run::window).doesNotHaveDuplicates();
        assertThat(host.opened()).isEqualTo(7);
        assertThat(schedules().runs(id, 2))
                .extracting(Run::due)
                .containsExactly(FIRST.plus(Duration.ofDays(6)), FIRST.plus(Duration.ofDays(5)));
    }

    @Test
    void one_for_once_has_one_and_stays_in_the_list() {
        ScheduleId id = schedules().add(Host.order("once", new Timing.Once(FIRST)), "ada").id();
        assertThat(schedules().find(id).next(5)).containsExactly(FIRST);
        host.until(SECOND);
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
        assertThat(schedules().all()).extracting(Schedule::ended).containsExactly(true);
        assertThat(schedules().find(id).next(5)).isEmpty();
    }

    @Test
    void its_next_moments_are_told() {
        ScheduleId id = nightly();
        assertThat(schedules().find(id).next(2)).containsExactly(FIRST, SECOND);
        host.until(FIRST);
        assertThat(schedules().find(id).next(1)).containsExactly(SECOND);
    }

    @Test
    void schedules_are_listed_by_stack_and_name() {
        schedules().add(Host.order("b", Host.daily("0 3")), "ada");
        schedules().add(Host.order("a", Host.daily("0 3")), "ada");
        schedules()
                .add(
                        Host.order(
                                Host.BLOG,
                                "z",
                                Host.daily("0 3"),
                                HOUR,
                                Set.of(),
                                Optional.empty()),
                        "ada");
        assertThat(schedules().all())
                .extracting(s -> s.order().stack() + " " + s.order().name())
                .containsExactly("blog z", "shop a", "shop b");
    }

    // --- What can't be kept.

    @Test
    void what_would_never_be_due_is_refused() {
        refused(
                Reason.INVALID,
                "schedule late would never be due: once, at 2027-02-28T02:00:00Z",
                () ->
                        schedules()
                                .add(
                                        Host.order(
                                                "late",
                                                new Timing.Once(FIRST.minus(Duration.ofDays(1)))),
                                        "ada"));
    }

    @Test
    void a_stack_or_a_service_that_is_not_there_is_refused() {
        StackName nowhere = new StackName("nowhere");
        refused(
                Reason.NOT_FOUND,
                "there is no stack nowhere",
                () ->
                        schedules()
                                .add(
                                        Host.order(
                                                nowhere,
                                                "x",
                                                Host.daily("0 3"),
                                                HOUR,
                                                Set.of(),
                                                Optional.empty()),
                                        "ada"));
        Order exec =
                new Order(
                        Host.SHOP,
                        "x",
                        Host.daily("0 3"),
                        new Change.Exec(new ServiceName("db"), new Command(List.of("vacuum"))),
                        HOUR,
                        HOUR,
                        Set.of(),
                        Optional.empty());
        refused(Reason.INVALID, "stack shop has no service db", () -> schedules().add(exec, "ada"));
        assertThat(schedules().all()).isEmpty();
    }

    @Test
    void a_name_is_taken_until_its_schedule_is_removed() {
        ScheduleId first = nightly();
        refused(Reason.CONFLICT, "stack shop has a schedule nightly already (1)", this::nightly);
        schedules().remove(first, "ada");
        assertThat(nightly()).isNotEqualTo(first);
    }

    // --- What people ask.

    @Test
    void while_it_is_paused_what_is_due_is_skipped_and_stays_so() {
        ScheduleId id = nightly();
        assertThat(schedules().pause(id, "ada").paused()).isTrue();
        assertThat(schedules().pause(id, "ada").paused()).isTrue();
        assertThat(schedules().find(id).next(5)).isEmpty();
        host.until(FIRST.plus(HOUR));
        assertThat(host.only(id).state()).isEqualTo(RunState.SKIPPED);
        assertThat(host.only(id).why()).isEqualTo("the schedule was paused");
        assertThat(schedules().resume(id, "ada").paused()).isFalse();
        host.settle();
        assertThat(host.runs(id)).hasSize(1);
        host.until(SECOND);
        assertThat(host.runs(id)).last().extracting(Run::state).isEqualTo(RunState.OPENED);
    }

    @Test
    void what_was_due_right_before_a_pause_and_has_no_window_yet_is_skipped() {
        ScheduleId id = nightly();
        host.clock.set(FIRST.plusSeconds(1));
        schedules().pause(id, "ada");
        host.settle();
        assertThat(host.only(id).state()).isEqualTo(RunState.SKIPPED);
        assertThat(host.only(id).why()).isEqualTo("ada paused the schedule");
    }

    @Test
    void what_was_due_in_a_pause_is_not_made_up_for_by_its_end() {
        ScheduleId id = nightly();
        schedules().pause(id, "ada");
        host.clock.set(FIRST.plusSeconds(1));
        schedules().resume(id, "ada");
        host.settle();
        assertThat(host.only(id).state()).isEqualTo(RunState.SKIPPED);
    }

    @Test
    void the_next_one_may_be_skipped() {
        ScheduleId id = nightly();
        assertThat(schedules().skipNext(id, "ada").skipping()).isTrue();
        assertThat(schedules().skipNext(id, "ada").next(1)).containsExactly(SECOND);
        host.until(SECOND);
        assertThat(host.runs(id))
                .extracting(Run::state)
                .containsExactly(RunState.SKIPPED, RunState.OPENED);
    }

    @Test
    void of_what_is_over_there_is_no_next_one_to_skip() {
        ScheduleId id = schedules().add(Host.order("once", new Timing.Once(FIRST)), "ada").id();
        host.until(FIRST);
        refused(
                Reason.CONFLICT,
                "schedule once is over: nothing is due any more",
                () -> schedules().skipNext(id, "ada"));
        assertThat(schedules().find(id).skipping()).isFalse();
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
    }

    @Test
    void what_was_due_right_before_something_is_refused_runs_all_the_same() {
        ScheduleId once = schedules().add(Host.order("once", new Timing.Once(FIRST)), "ada").id();
        host.clock.set(FIRST.plusSeconds(1));
        refused(Reason.CONFLICT, "once is over", () -> schedules().skipNext(once, "ada"));
        host.settle();
        assertThat(host.only(once).state()).isEqualTo(RunState.OPENED);

        ScheduleId nightly = nightly();
        host.clock.set(SECOND.plusSeconds(1));
        refused(
                Reason.CONFLICT,
                "the run of " + SECOND + " is still looking",
                () -> schedules().runNow(nightly, "bob", ""));
        host.settle();
        assertThat(host.only(nightly).state()).isEqualTo(RunState.OPENED);
    }

    @Test
    void somebody_may_run_it_now_and_it_is_due_all_the_same() {
        ScheduleId id = nightly();
        schedules().pause(id, "ada");
        Run run = schedules().runNow(id, "bob", "");
        assertThat(run.by()).isEqualTo("bob");
        assertThat(run.due()).isEqualTo(host.clock.instant());
        host.settle();
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
        schedules().resume(id, "ada");
        host.until(FIRST);
        assertThat(host.runs(id)).hasSize(2).allMatch(r -> r.state() == RunState.OPENED);
    }

    @Test
    void run_twice_at_the_same_time_it_runs_twice() {
        ScheduleId id = nightly();
        schedules().runNow(id, "bob", "");
        host.settle();
        Run second = schedules().runNow(id, "bob", "");
        host.settle();
        assertThat(second.due()).isEqualTo(host.clock.instant().minusMillis(1));
        assertThat(host.runs(id)).hasSize(2).allMatch(r -> r.state() == RunState.OPENED);
    }

    @Test
    void asked_again_with_the_same_key_it_is_the_same_run() {
        ScheduleId id = nightly();
        Run run = schedules().runNow(id, "bob", "deploy-7");
        assertThat(schedules().runNow(id, "bob", "deploy-7").due()).isEqualTo(run.due());
        host.settle();
        host.clock.pass(HOUR);
        assertThat(schedules().runNow(id, "bob", "deploy-7").due()).isEqualTo(run.due());
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
        schedules().runNow(id, "ada", "deploy-7");
        host.settle();
        schedules().runNow(id, "bob", "deploy-8");
        host.settle();
        assertThat(host.runs(id)).hasSize(3);
        assertThat(host.opened()).isEqualTo(3);
    }

    @Test
    void run_by_hand_it_keeps_its_conditions_but_for_the_approval() {
        ScheduleId id = nightly(HOUR, Set.of(Condition.CHANGED), HOUR);
        schedules().runNow(id, "bob", "");
        host.settle();
        assertThat(host.only(id).state()).isEqualTo(RunState.NOTHING_TO_DO);
        host.news.add("the tag shop:1 of app has a new image");
        host.clock.pass(HOUR);
        schedules().runNow(id, "bob", "");
        host.settle();
        assertThat(host.runs(id)).last().extracting(Run::state).isEqualTo(RunState.OPENED);
    }

    @Test
    void while_one_is_under_way_no_other_is_begun() {
        ScheduleId id = nightly(Duration.ofDays(2), Set.of());
        host.hold(Host.SHOP);
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
        host.until(SECOND);
        assertThat(host.runs(id))
                .last()
                .extracting(Run::state)
                .isEqualTo(RunState.WAITING_FOR_ROOM);
        refused(
                Reason.CONFLICT,
                "the run of 2027-03-02T02:00:00Z is still waiting for room",
                () -> schedules().runNow(id, "bob", ""));
        host.until(SECOND.plus(Duration.ofDays(1)));
        assertThat(host.runs(id)).last().extracting(Run::state).isEqualTo(RunState.SKIPPED);
        assertThat(schedules().last(id)).map(Run::due).contains(SECOND);
        host.release(Host.SHOP);
        host.await("the one that waits is opened", () -> host.opened() == 2);
    }

    @Test
    void what_is_removed_is_due_no_more_and_keeps_its_windows() {
        ScheduleId id = nightly();
        host.until(FIRST);
        schedules().remove(id, "ada");
        assertThat(schedules().all()).isEmpty();
        refused(Reason.NOT_FOUND, "there is no schedule 1", () -> schedules().find(id));
        refused(Reason.NOT_FOUND, "", () -> schedules().pause(id, "ada"));
        refused(Reason.NOT_FOUND, "", () -> schedules().remove(id, "ada"));
        host.until(SECOND);
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
        assertThat(host.alarm().next()).isEmpty();
    }

    @Test
    void what_of_it_waits_is_skipped_when_it_is_removed() {
        ScheduleId id = nightly(HOUR, Set.of(), HOUR);
        host.until(FIRST);
        schedules().remove(id, "ada");
        assertThat(host.only(id).state()).isEqualTo(RunState.SKIPPED);
        assertThat(host.only(id).why()).isEqualTo("ada removed the schedule");
    }
}
