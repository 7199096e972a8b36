package dev.lull.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.StackName;
import dev.lull.window.Ada;
import dev.lull.window.RefusedException.Reason;
import dev.lull.window.WindowId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of due moments. */
class RunsTest extends OnHost {
    // --- Conditions.

    @Test
    void where_nothing_is_new_there_is_nothing_to_do() {
        ScheduleId id = nightly(HOUR, Set.of(Condition.CHANGED));
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.NOTHING_TO_DO);
        assertThat(host.only(id).why())
                .isEqualTo("nothing is new: neither an image nor what the compose files say");
        assertThat(host.looks).containsExactly(Host.UPDATE);
        host.news.addAll(List.of("the tag shop:1 of app has a new image", "and more"));
        host.until(SECOND);
        assertThat(host.runs(id)).last().extracting(Run::state).isEqualTo(RunState.OPENED);
        assertThat(host.runs(id).getLast().why())
                .isEqualTo("the tag shop:1 of app has a new image; and more");
        assertThat(host.opened()).isEqualTo(1);
    }

    @Test
    void a_stack_that_is_not_well_is_left_alone() {
        ScheduleId id = nightly(HOUR, Set.of(Condition.HEALTHY, Condition.CHANGED));
        host.news.add("the tag shop:1 of app has a new image");
        host.ailments.add("shop-app-1 does not run");
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.NOTHING_TO_DO);
        assertThat(host.only(id).why())
                .isEqualTo("the stack is not healthy: shop-app-1 does not run");
        assertThat(host.looks).isEmpty();
        host.ailments.clear();
        host.until(SECOND);
        assertThat(host.runs(id)).last().extracting(Run::state).isEqualTo(RunState.OPENED);
    }

    @Test
    void what_was_rolled_back_is_not_tried_again_until_something_else_is_new() {
        ScheduleId id = nightly(HOUR, Set.of(Condition.CHANGED));
        host.news.add("the tag shop:1 of app has a new image");
        host.fingerprint = "broken";
        host.failing = StepKind.CHANGE;
        host.until(FIRST);
        assertThat(host.windows().state(new WindowId(1)).phase()).isEqualTo(Phase.ROLLED_BACK);
        host.failing = null;
        host.until(SECOND);
        Run second = host.runs(id).getLast();
        assertThat(second.state()).isEqualTo(RunState.NOTHING_TO_DO);
        assertThat(second.why())
                .contains(
                        "window 1 was for the same and was rolled back",
                        "the tag shop:1 of app has a new image",
                        "'lull schedule run 1'");
        host.startAgain();
        host.until(SECOND.plus(Duration.ofDays(1)));
        assertThat(host.runs(id).getLast().state()).isEqualTo(RunState.NOTHING_TO_DO);
        host.fingerprint = "mended";
        host.until(SECOND.plus(Duration.ofDays(2)));
        assertThat(host.runs(id).getLast().state()).isEqualTo(RunState.OPENED);
        assertThat(host.opened()).isEqualTo(2);
    }

    @Test
    void what_was_rolled_back_is_tried_again_for_who_asks_for_it() {
        ScheduleId id = nightly(HOUR, Set.of(Condition.CHANGED));
        host.news.add("the tag shop:1 of app has a new image");
        host.fingerprint = "broken";
        host.failing = StepKind.CHANGE;
        host.until(FIRST);
        host.failing = null;
        schedules().runNow(id, "ada", "");
        host.settle();
        assertThat(host.runs(id).getLast().state()).isEqualTo(RunState.OPENED);
        host.until(SECOND);
        assertThat(host.runs(id).getLast().state())
                .as("its last window kept it; that it is new is not for the schedule to doubt")
                .isEqualTo(RunState.OPENED);
    }

    // --- A person's word.

    @Test
    void it_waits_for_a_person_s_word_and_says_what_for() {
        ScheduleId id = nightly(Duration.ZERO, Set.of(Condition.CHANGED), Duration.ofHours(4));
        host.news.add("the tag shop:1 of app has a new image");
        host.until(FIRST.plus(HOUR));
        assertThat(host.only(id).state()).isEqualTo(RunState.WAITING_FOR_APPROVAL);
        assertThat(host.only(id).why()).isEqualTo("the tag shop:1 of app has a new image");
        Run approved = schedules().approve(id, FIRST, "bob");
        assertThat(approved.by()).isEqualTo("bob");
        host.settle();
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
        assertThat(host.only(id).by()).isEqualTo("bob");
        refused(
                Reason.CONFLICT,
                "does not wait for approval: opened",
                () -> schedules().approve(id, FIRST, "bob"));
        refused(
                Reason.NOT_FOUND,
                "schedule 1 has no run of 2027-03-02T02:00:00Z",
                () -> schedules().approve(id, SECOND, "bob"));
    }

    @Test
    void nobody_is_asked_for_nothing() {
        ScheduleId id = nightly(HOUR, Set.of(Condition.CHANGED), HOUR);
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.NOTHING_TO_DO);
    }

    @Test
    void without_a_word_in_time_there_is_nothing_to_do() {
        ScheduleId id = nightly(HOUR, Set.of(), Duration.ofHours(4));
        Instant end = FIRST.plus(Duration.ofHours(4));
        host.until(end.minusMillis(1));
        assertThat(host.only(id).state()).isEqualTo(RunState.WAITING_FOR_APPROVAL);
        host.clock.set(end);
        refused(
                Reason.CONFLICT,
                "was to be approved earlier",
                () -> schedules().approve(id, FIRST, "bob"));
        host.until(end);
        assertThat(host.only(id).state()).isEqualTo(RunState.NOTHING_TO_DO);
        assertThat(host.only(id).why()).isEqualTo("nobody approved it within 4h");
        assertThat(host.opened()).isZero();
    }

    @Test
    void what_is_approved_is_looked_at_once_more() {
        ScheduleId id = nightly(HOUR, Set.of(Condition.HEALTHY), Duration.ofHours(4));
        host.until(FIRST.plus(HOUR));
        host.ailments.add("shop-app-1 does not run");
        schedules().approve(id, FIRST, "bob");
        host.settle();
        assertThat(host.only(id).state()).isEqualTo(RunState.NOTHING_TO_DO);
        assertThat(host.only(id).why()).contains("shop-app-1 does not run");
    }

    @Test
    void run_late_it_waits_for_the_word_as_long_as_on_time() {
        ScheduleId id = nightly(Duration.ofHours(6), Set.of(), HOUR);
        host.stop();
        Instant late = FIRST.plus(Duration.ofHours(5));
        host.clock.set(late);
        host.start();
        host.until(late.plusSeconds(3599));
        assertThat(host.only(id).state()).isEqualTo(RunState.WAITING_FOR_APPROVAL);
        host.until(late.plus(HOUR));
        assertThat(host.only(id).state()).isEqualTo(RunState.NOTHING_TO_DO);
    }

    @Test
    void people_are_told_once_of_each_state_that_it_comes_to() {
        ScheduleId id = nightly(HOUR, Set.of(), Duration.ofHours(4));
        host.until(FIRST.plusSeconds(60));
        host.startAgain();
        assertThat(host.told).extracting(Run::state).containsExactly(RunState.WAITING_FOR_APPROVAL);
        schedules().approve(id, FIRST, "bob");
        host.settle();
        assertThat(host.told)
                .extracting(Run::state)
                .containsExactly(RunState.WAITING_FOR_APPROVAL, RunState.OPENING, RunState.OPENED);
    }

    // --- Room.

    private void openByHand(StackName stack) {
        host.hold(stack);
        host.windows().open(Ada.wants(stack, new Change.Migrate(), Duration.ofMinutes(1)));
    }

    @Test
    void it_waits_until_a_window_ends_where_there_may_be_no_more() {
        ScheduleId id = nightly();
        openByHand(Host.BLOG);
        host.until(FIRST.plusSeconds(1800));
        assertThat(host.only(id).state()).isEqualTo(RunState.WAITING_FOR_ROOM);
        assertThat(host.only(id).why()).contains("schedule.at_once", "(1)");
        host.release(Host.BLOG);
        host.await("the window is opened", () -> host.only(id).state() == RunState.OPENED);
        assertThat(host.only(id).due()).isEqualTo(FIRST);
    }

    @Test
    void it_opens_at_once_where_there_may_be_more() {
        host.atOnce = 2;
        ScheduleId id = nightly();
        openByHand(Host.BLOG);
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
    }

    @Test
    void it_waits_for_its_own_stack_however_many_there_may_be() {
        host.atOnce = 2;
        ScheduleId id = nightly();
        openByHand(Host.SHOP);
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.WAITING_FOR_ROOM);
        assertThat(host.only(id).why()).isEqualTo("window 1 is open on the stack");
        host.release(Host.SHOP);
        host.await("the window is opened", () -> host.only(id).state() == RunState.OPENED);
    }

    @Test
    void several_that_are_due_together_are_opened_one_by_one() {
        host.hold(Host.SHOP);
        host.hold(Host.BLOG);
        ScheduleId shop = nightly();
        ScheduleId blog =
                schedules()
                        .add(
                                Host.order(
                                        Host.BLOG,
                                        "nightly",
                                        Host.daily("0 3"),
                                        HOUR,
                                        Set.of(),
                                        Optional.empty()),
                                "ada")
                        .id();
        host.until(FIRST);
        assertThat(List.of(host.only(shop).state(), host.only(blog).state()))
                .containsExactlyInAnyOrder(RunState.OPENED, RunState.WAITING_FOR_ROOM);
        assertThat(host.opened()).isEqualTo(1);
        host.release(Host.SHOP);
        host.release(Host.BLOG);
        host.await("both are opened", () -> host.opened() == 2);
    }

    @Test
    void who_was_due_first_goes_first_and_nobody_else_looks_meanwhile() {
        openByHand(Host.BLOG);
        List<ScheduleId> ids = new ArrayList<>();
        for (int minute = 3; minute > 0; minute--) {
            ids.addFirst(
                    schedules()
                            .add(
                                    Host.order(
                                            Host.SHOP,
                                            "at-" + minute,
                                            Host.daily(minute + " 3"),
                                            HOUR,
                                            Set.of(Condition.CHANGED),
                                            Optional.empty()),
                                    "ada")
                            .id());
        }
        host.news.add("the tag shop:1 of app has a new image");
        host.until(FIRST.plusSeconds(300));
        assertThat(ids)
                .extracting(id -> host.only(id).state())
                .containsOnly(RunState.WAITING_FOR_ROOM);
        host.looks.clear();
        host.hold(Host.SHOP);
        host.release(Host.BLOG);
        host.await("the first is opened", () -> host.opened() == 2);
        host.settle();
        assertThat(ids)
                .extracting(id -> host.only(id).state())
                .containsExactly(
                        RunState.OPENED, RunState.WAITING_FOR_ROOM, RunState.WAITING_FOR_ROOM);
        assertThat(host.looks).hasSize(1);
        host.news.clear();
        host.release(Host.SHOP);
        host.await(
                "the others have looked",
                () ->
                        ids.stream()
                                .skip(1)
                                .allMatch(i -> host.only(i).state() == RunState.NOTHING_TO_DO));
        assertThat(host.looks).hasSize(3);
    }

    @Test
    void without_room_in_time_it_is_skipped() {
        ScheduleId id = nightly();
        openByHand(Host.BLOG);
        host.until(FIRST.plus(HOUR).minusMillis(1));
        assertThat(host.only(id).state()).isEqualTo(RunState.WAITING_FOR_ROOM);
        host.until(FIRST.plus(HOUR));
        assertThat(host.only(id).state()).isEqualTo(RunState.SKIPPED);
        assertThat(host.only(id).why()).startsWith("there was no room for its window in time");
    }

    @Test
    void it_waits_ten_minutes_even_where_it_may_not_begin_late() {
        ScheduleId id = nightly(Duration.ZERO, Set.of());
        openByHand(Host.BLOG);
        host.until(FIRST.plusSeconds(599));
        assertThat(host.only(id).state()).isEqualTo(RunState.WAITING_FOR_ROOM);
        host.until(FIRST.plusSeconds(600));
        assertThat(host.only(id).state()).isEqualTo(RunState.SKIPPED);
    }

    @Test
    void its_conditions_are_looked_at_when_no_window_is_open_on_its_stack_any_more() {
        host.atOnce = 2;
        ScheduleId id = nightly(HOUR, Set.of(Condition.HEALTHY, Condition.CHANGED));
        openByHand(Host.SHOP);
        host.ailments.add("shop-app-1 does not run");
        host.news.add("the tag shop:1 of app has a new image");
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.WAITING_FOR_ROOM);
        assertThat(host.looks).isEmpty();
        host.ailments.clear();
        host.release(Host.SHOP);
        host.await("the window is opened", () -> host.only(id).state() == RunState.OPENED);
    }

    @Test
    void a_pause_skips_what_waits() {
        ScheduleId id = nightly();
        openByHand(Host.BLOG);
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.WAITING_FOR_ROOM);
        schedules().pause(id, "ada");
        host.release(Host.BLOG);
        host.settle();
        assertThat(host.only(id).state()).isEqualTo(RunState.SKIPPED);
        assertThat(host.only(id).why()).isEqualTo("ada paused the schedule");
        assertThat(host.opened()).isEqualTo(1);
    }

    @Test
    void while_what_has_waited_long_enough_is_looked_at_the_alarm_is_not_set_to_what_is_over() {
        ScheduleId id = nightly();
        openByHand(Host.BLOG);
        host.until(FIRST);
        host.clock.set(FIRST.plus(HOUR).plusSeconds(1));
        schedules().skipNext(id, "ada");
        assertThat(host.alarm().next())
                .hasValueSatisfying(next -> assertThat(next).isAfter(host.clock.instant()));
        host.settle();
    }

    // --- What goes wrong.

    @Test
    void where_no_window_can_be_opened_it_is_refused_with_the_reason() {
        ScheduleId id = nightly();
        host.stacks.put(Host.stack("shop").service("db", "db:1", "lull.role", "emperor").build());
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.REFUSED);
        assertThat(host.only(id).why()).contains("shop is not ready for a window", "emperor");
        host.stacks.remove(Host.SHOP);
        host.until(SECOND);
        assertThat(host.runs(id).getLast().state()).isEqualTo(RunState.REFUSED);
        assertThat(host.runs(id).getLast().why()).contains("there is no stack shop");
    }

    @Test
    void what_can_not_be_written_down_is_not_done_and_tried_again() {
        ScheduleId id = nightly();
        host.store.failFrom(1);
        host.until(FIRST.plusSeconds(300));
        assertThat(host.runs(id)).isEmpty();
        assertThat(host.opened()).isZero();
        host.store.failFrom(0);
        host.until(FIRST.plusSeconds(600));
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
        assertThat(host.opened()).isEqualTo(1);
    }

    @Test
    void where_docker_is_away_it_is_tried_again_until_it_is_back() {
        ScheduleId id = nightly();
        host.stacks.breakDown("Docker does not answer");
        host.until(FIRST.plusSeconds(1800));
        assertThat(host.only(id).state()).isEqualTo(RunState.LOOKING);
        assertThat(host.only(id).why()).isEqualTo("tried again since Docker does not answer");
        host.startAgain();
        assertThat(host.only(id).state()).isEqualTo(RunState.LOOKING);
        host.stacks.breakDown("");
        host.until(FIRST.plusSeconds(1920));
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
        assertThat(host.opened()).isEqualTo(1);
    }

    @Test
    void what_can_not_be_told_of_its_conditions_is_asked_again() {
        ScheduleId id = nightly(HOUR, Set.of(Condition.CHANGED));
        host.untold = "what is new can't be told: Docker does not answer";
        host.until(FIRST.plusSeconds(60));
        assertThat(host.only(id).state()).isEqualTo(RunState.LOOKING);
        host.until(FIRST.plusSeconds(3660));
        assertThat(host.only(id).state()).isEqualTo(RunState.REFUSED);
        assertThat(host.only(id).why())
                .isEqualTo(
                        "tried again since what is new can't be told: Docker does not answer; in"
                                + " vain, until it was too late");
        assertThat(host.told).extracting(Run::state).containsExactly(RunState.REFUSED);
    }

    @Test
    void whatever_else_is_asked_meanwhile_it_is_tried_again() {
        ScheduleId id = nightly();
        host.stacks.breakDown("Docker does not answer");
        host.until(FIRST);
        refused(Reason.CONFLICT, "still looking", () -> schedules().runNow(id, "ada", ""));
        schedules().skipNext(id, "ada");
        host.stacks.breakDown("");
        host.until(FIRST.plusSeconds(120));
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
    }

    @Test
    void who_waits_for_room_and_can_not_get_on_lets_others_go_first() {
        openByHand(Host.BLOG);
        ScheduleId first = nightly(Duration.ofHours(6), Set.of(Condition.CHANGED));
        ScheduleId second = schedules().add(Host.order("later", Host.daily("5 3")), "ada").id();
        host.news.add("the tag shop:1 of app has a new image");
        host.until(FIRST.plusSeconds(600));
        host.untold = "what is new can't be told: Docker does not answer";
        host.release(Host.BLOG);
        host.await("the other is opened", () -> host.only(second).state() == RunState.OPENED);
        host.settle();
        assertThat(host.only(first).state()).isEqualTo(RunState.LOOKING);
        assertThat(host.only(first).why()).contains("Docker does not answer");
        host.untold = "";
        host.until(FIRST.plusSeconds(720));
        assertThat(host.only(first).state()).isEqualTo(RunState.OPENED);
    }

    @Test
    void what_waits_and_can_not_be_written_down_is_not_tried_without_end() {
        ScheduleId id = nightly();
        openByHand(Host.BLOG);
        host.until(FIRST);
        host.store.failFrom(1);
        host.release(Host.BLOG);
        host.await("the window has ended", () -> host.windows().open().isEmpty());
        host.await("nothing goes on", () -> schedules().isIdle());
        assertThat(host.only(id).state()).isEqualTo(RunState.WAITING_FOR_ROOM);
        host.store.failFrom(0);
        host.until(FIRST.plusSeconds(120));
        host.await("the window is opened", () -> host.only(id).state() == RunState.OPENED);
        assertThat(host.opened()).isEqualTo(2);
    }

    @Test
    void what_a_window_does_that_was_opened_meanwhile_is_none_of_the_stack_s_health() {
        host.atOnce = 2;
        ScheduleId id = nightly(HOUR, Set.of(Condition.HEALTHY));
        host.meanwhile =
                () -> {
                    openByHand(Host.SHOP);
                    host.ailments.add("shop-app-1 does not run");
                    host.meanwhile = () -> {};
                };
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.WAITING_FOR_ROOM);
        host.ailments.clear();
        host.release(Host.SHOP);
        host.await("the window is opened", () -> host.only(id).state() == RunState.OPENED);
    }

    @Test
    void a_window_that_can_not_be_written_down_is_tried_again() {
        ScheduleId id = nightly();
        host.journal.failWrite(1);
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENING);
        host.until(FIRST.plusSeconds(120));
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
        assertThat(host.opened()).isEqualTo(1);
    }

    @Test
    void set_back_the_clock_makes_nothing_due_again() {
        ScheduleId id = nightly();
        host.until(SECOND);
        host.clock.set(FIRST.minus(HOUR));
        schedules().wake();
        host.until(SECOND.plus(HOUR));
        assertThat(host.runs(id)).hasSize(2);
        host.until(SECOND.plus(Duration.ofDays(1)));
        assertThat(host.runs(id)).hasSize(3);
        assertThat(host.opened()).isEqualTo(3);
    }

    // --- A daemon that was away.

    @Test
    void what_was_missed_by_a_little_is_run_late() {
        ScheduleId id = nightly();
        host.stop();
        host.clock.set(FIRST.plusSeconds(1800));
        host.start();
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
        assertThat(host.only(id).at()).isEqualTo(FIRST.plusSeconds(1800));
    }

    @Test
    void what_was_missed_by_more_is_skipped_and_so_are_earlier_ones() {
        ScheduleId id = nightly();
        host.stop();
        host.clock.set(SECOND.plus(HOUR).plusSeconds(60));
        host.start();
        assertThat(host.runs(id)).hasSize(2).allMatch(r -> r.state() == RunState.SKIPPED);
        assertThat(host.runs(id).getLast().why())
                .isEqualTo("missed by 1h1m, and it may begin at most 1h late");
        host.until(SECOND.plus(Duration.ofDays(1)));
        assertThat(host.runs(id).getLast().state()).isEqualTo(RunState.OPENED);
    }

    @Test
    void what_waited_goes_on_to_wait_after_a_restart() {
        ScheduleId id = nightly(HOUR, Set.of(), Duration.ofHours(4));
        host.until(FIRST.plusSeconds(60));
        host.startAgain();
        assertThat(host.only(id).state()).isEqualTo(RunState.WAITING_FOR_APPROVAL);
        schedules().approve(id, FIRST, "bob");
        host.settle();
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
    }

    @Test
    void whose_time_to_wait_ended_while_the_daemon_was_away_is_over() {
        ScheduleId id = nightly(HOUR, Set.of(), Duration.ofHours(4));
        host.until(FIRST);
        host.stop();
        host.clock.set(FIRST.plus(Duration.ofHours(5)));
        host.start();
        assertThat(host.only(id).state()).isEqualTo(RunState.NOTHING_TO_DO);
    }
}
