package dev.lull.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Change;
import dev.lull.stack.Command;
import dev.lull.stack.ServiceName;
import dev.lull.stack.TestStack;
import dev.lull.window.Event;
import dev.lull.window.RefusedException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Schedules that compose files plan. */
class FileOrdersTest extends OnHost {
    private static final Map<String, Object> AT_THREE =
            Map.of("cron", "0 3 * * *", "zone", "Europe/Berlin", "length", "5m");

    private static Map<String, Object> but(String key, Object value) {
        Map<String, Object> values = new TreeMap<>(AT_THREE);
        values.put(key, value);
        return values;
    }

    /** The file says this, and nobody has heard of it yet. */
    private void edit(TestStack stack) {
        host.stacks.put(stack.build());
    }

    private void edit(Map<String, Object> nightly) {
        edit(Host.planning("shop", Map.of("nightly", nightly)));
    }

    private Schedule planned(Map<String, Object> nightly) {
        edit(nightly);
        schedules().sync(Host.SHOP);
        return only();
    }

    private Schedule planned() {
        return planned(AT_THREE);
    }

    private Schedule only() {
        List<Schedule> all = schedules().all();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private Duration expected(Run run) {
        Event.Opened opened =
                (Event.Opened) host.journal.read(run.window().orElseThrow(), 0).getFirst().event();
        return opened.expected();
    }

    // --- What they say.

    @Test
    void what_a_file_plans_is_kept_and_opened() {
        Schedule schedule = planned();
        assertThat(schedule.source()).isEqualTo(Source.FILE);
        assertThat(schedule.by()).isEqualTo("the compose file");
        assertThat(schedule.order())
                .isEqualTo(
                        new Order(
                                Host.SHOP,
                                "nightly",
                                Host.daily("0 3"),
                                new Change.Update(Map.of(), true),
                                Duration.ofMinutes(5),
                                HOUR,
                                Set.of(),
                                Optional.empty()));
        host.until(FIRST);
        assertThat(host.only(schedule.id()).state()).isEqualTo(RunState.OPENED);
    }

    @Test
    void each_key_reaches_the_order() {
        Map<String, Object> values = new TreeMap<>(AT_THREE);
        values.putAll(
                Map.of(
                        "change", "exec",
                        "service", "app",
                        "command", List.of("vacuum", "all of it"),
                        "late", "0s",
                        "only_if", List.of("healthy", "changed"),
                        "approve", "4h"));
        Order order = planned(values).order();
        assertThat(order.change())
                .isEqualTo(
                        new Change.Exec(
                                new ServiceName("app"),
                                new Command(List.of("vacuum", "all of it"))));
        assertThat(order.late()).isZero();
        assertThat(order.conditions())
                .containsExactlyInAnyOrder(Condition.CHANGED, Condition.HEALTHY);
        assertThat(order.approval()).contains(Duration.ofHours(4));
    }

    @Test
    void they_are_read_when_the_daemon_starts() {
        edit(AT_THREE);
        host.startAgain();
        assertThat(only().order().name()).isEqualTo("nightly");
        Schedule before = only();
        host.startAgain();
        assertThat(only()).isEqualTo(before);
    }

    // --- What they say otherwise.

    @Test
    void another_length_is_taken_in_and_nothing_is_lost_of_what_is_due() {
        Schedule before = planned();
        host.clock.set(FIRST);
        Schedule after = planned(but("length", "7m"));
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.settled()).isEqualTo(before.settled());
        host.until(FIRST);
        assertThat(expected(host.only(after.id()))).isEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void by_another_time_what_was_due_by_the_old_one_is_skipped() {
        ScheduleId id = planned().id();
        host.clock.set(FIRST.plusSeconds(1));
        Schedule after = planned(but("cron", "0 5 * * *"));
        assertThat(after.id()).isEqualTo(id);
        assertThat(after.settled()).isEqualTo(FIRST.plusSeconds(1));
        assertThat(host.only(id).state()).isEqualTo(RunState.SKIPPED);
        assertThat(host.only(id).why()).isEqualTo("the compose file says another time since");
        host.until(FIRST.plus(Duration.ofHours(2)));
        assertThat(host.runs(id).getLast().state()).isEqualTo(RunState.OPENED);
        assertThat(host.runs(id).getLast().due()).isEqualTo(FIRST.plus(Duration.ofHours(2)));
    }

    @Test
    void the_file_is_read_again_right_before_it_is_done() {
        ScheduleId id = planned().id();
        edit(but("length", "7m"));
        host.until(FIRST);
        assertThat(expected(host.only(id))).isEqualTo(Duration.ofMinutes(7));
        edit(but("cron", "0 5 * * *"));
        host.until(SECOND);
        assertThat(host.runs(id).getLast().state()).isEqualTo(RunState.SKIPPED);
        assertThat(host.runs(id).getLast().why())
                .isEqualTo("the compose file says another time since");
        assertThat(schedules().find(id).next(1)).containsExactly(SECOND.plus(Duration.ofHours(2)));
        edit(Host.stack("shop"));
        host.until(SECOND.plus(Duration.ofHours(2)));
        assertThat(host.runs(id).getLast().state()).isEqualTo(RunState.SKIPPED);
        assertThat(host.runs(id).getLast().why()).isEqualTo("it was taken out of the compose file");
        assertThat(schedules().all()).isEmpty();
        assertThat(host.opened()).isEqualTo(1);
    }

    // --- What they do not say any more.

    @Test
    void what_is_taken_out_is_due_no_more_and_still_found() {
        ScheduleId id = planned().id();
        host.until(FIRST);
        edit(Host.stack("shop"));
        schedules().sync();
        assertThat(schedules().all()).isEmpty();
        assertThat(schedules().find(id).ended()).isTrue();
        refused(
                Reason.CONFLICT,
                "schedule nightly is not in the compose file any more",
                () -> schedules().runNow(id, "ada", ""));
        host.until(SECOND);
        assertThat(host.runs(id)).hasSize(1);
    }

    @Test
    void what_of_it_waits_is_skipped() {
        ScheduleId id = planned(but("approve", "4h")).id();
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.WAITING_FOR_APPROVAL);
        edit(Host.stack("shop"));
        schedules().sync(Host.SHOP);
        assertThat(host.only(id).state()).isEqualTo(RunState.SKIPPED);
        assertThat(host.only(id).why()).isEqualTo("it was taken out of the compose file");
    }

    @Test
    void put_back_it_is_the_same_one_and_paused_if_it_was() {
        ScheduleId id = planned().id();
        schedules().pause(id, "ada");
        edit(Host.stack("shop"));
        schedules().sync(Host.SHOP);
        host.until(SECOND.plusSeconds(60));
        assertThat(planned().id()).isEqualTo(id);
        assertThat(only().paused()).isTrue();
        assertThat(host.runs(id)).as("nothing was due meanwhile").isEmpty();
        schedules().resume(id, "ada");
        host.until(SECOND.plus(Duration.ofDays(1)));
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
    }

    // --- What can't be read.

    @Test
    void where_nothing_can_be_read_it_is_tried_again_until_it_is_too_late() {
        ScheduleId id = planned().id();
        host.stacks.breakDown("Docker does not answer");
        schedules().sync();
        schedules().sync(Host.SHOP);
        assertThat(only().id()).isEqualTo(id);
        host.until(FIRST.plusSeconds(600));
        assertThat(host.only(id).state()).isEqualTo(RunState.LOOKING);
        assertThat(host.only(id).why())
                .isEqualTo(
                        "tried again since the compose files of shop can't be read: Docker does not"
                                + " answer");
        host.until(FIRST.plusSeconds(3660));
        assertThat(host.only(id).state()).isEqualTo(RunState.REFUSED);
        assertThat(host.only(id).why())
                .endsWith("Docker does not answer; in vain, until it was too late");
        host.until(SECOND.plusSeconds(1800));
        assertThat(host.runs(id).getLast().state()).isEqualTo(RunState.LOOKING);
        host.stacks.breakDown("");
        host.until(SECOND.plusSeconds(1860));
        assertThat(host.runs(id).getLast().state()).isEqualTo(RunState.OPENED);
        assertThat(host.opened()).isEqualTo(1);
    }

    @Test
    void with_mistakes_in_the_file_it_is_not_taken_for_gone() {
        ScheduleId id = planned().id();
        edit(but("length", "soon"));
        schedules().sync(Host.SHOP);
        assertThat(only().id()).isEqualTo(id);
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.REFUSED);
        assertThat(host.only(id).why())
                .contains(
                        "the compose files of shop have errors", "x-lull.schedule.nightly.length");
    }

    @Test
    void while_the_stack_is_not_there_it_is_refused_when_it_is_due() {
        ScheduleId id = planned().id();
        host.stacks.remove(Host.SHOP);
        schedules().sync();
        assertThat(only().id()).isEqualTo(id);
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.REFUSED);
        assertThat(host.only(id).why()).contains("there is no stack shop on this host");
        schedules().remove(id, "ada");
        assertThat(schedules().all()).isEmpty();
        schedules().remove(id, "ada");
        assertThat(planned().id()).as("the stack is back").isEqualTo(id);
    }

    // --- What people ask.

    @Test
    void only_the_file_can_take_it_away() {
        ScheduleId id = planned().id();
        refused(
                Reason.CONFLICT,
                "take it out of x-lull.schedule there, or pause it: 'lull schedule pause 1'",
                () -> schedules().remove(id, "ada"));
        host.stacks.breakDown("Docker does not answer");
        refused(Reason.CONFLICT, "x-lull.schedule", () -> schedules().remove(id, "ada"));
        assertThat(only().gone()).isFalse();
    }

    @Test
    void it_can_be_paused_skipped_and_run_as_any_other() {
        ScheduleId id = planned().id();
        schedules().skipNext(id, "ada");
        schedules().runNow(id, "ada", "");
        host.settle();
        host.until(FIRST);
        assertThat(host.runs(id))
                .extracting(Run::state)
                .containsExactly(RunState.OPENED, RunState.SKIPPED);
        schedules().pause(id, "ada");
        schedules().sync(Host.SHOP);
        assertThat(only().paused()).isTrue();
    }

    @Test
    void a_name_of_the_file_is_taken_and_one_that_a_person_took_before_is_no_obstacle() {
        planned();
        refused(Reason.CONFLICT, "a schedule nightly already", this::nightly);
        edit(Host.stack("shop"));
        schedules().sync(Host.SHOP);
        ScheduleId person = nightly();
        edit(AT_THREE);
        schedules().sync(Host.SHOP);
        assertThat(schedules().all())
                .extracting(Schedule::source)
                .containsExactlyInAnyOrder(Source.FILE, Source.PERSON);
        schedules().remove(person, "ada");
        assertThat(only().source()).isEqualTo(Source.FILE);
    }

    @Test
    void one_for_once_that_is_over_when_it_is_first_read_is_not_due() {
        Schedule once =
                planned(Map.of("at", "2027-02-01T03:00", "zone", "Europe/Berlin", "length", "5m"));
        assertThat(once.ended()).isTrue();
        host.until(Instant.parse("2027-03-02T00:00:00Z"));
        assertThat(host.runs(once.id())).isEmpty();
    }
}
