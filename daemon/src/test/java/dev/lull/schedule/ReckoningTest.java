package dev.lull.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.calendar.Cron;
import dev.lull.calendar.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What follows of what is due. */
class ReckoningTest {
    private static final Instant SINCE = Instant.parse("2027-03-01T00:00:00Z");
    private static final Instant FIRST = Instant.parse("2027-03-01T02:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private static Schedule schedule(Timing timing, Duration late) {
        return new Schedule(
                new ScheduleId(1),
                Host.order(Host.SHOP, "nightly", timing, late, Set.of(), Optional.empty()),
                Source.PERSON,
                "ada",
                SINCE,
                false,
                false,
                SINCE,
                false);
    }

    private static Schedule nightly(Duration late) {
        return schedule(Host.daily("0 3"), late);
    }

    private static Reckoning reckon(Schedule schedule, Instant now) {
        return Reckoning.of(schedule, Optional.empty(), now);
    }

    private static List<RunState> states(Reckoning reckoning) {
        return reckoning.runs().stream().map(Run::state).toList();
    }

    @Test
    void before_its_time_nothing_follows() {
        Schedule schedule = nightly(Duration.ZERO);
        Reckoning reckoning = reckon(schedule, FIRST.minusMillis(1));
        assertThat(reckoning.runs()).isEmpty();
        assertThat(reckoning.schedule()).isEqualTo(schedule);
        assertThat(reckoning.more()).isFalse();
    }

    @Test
    void at_its_time_it_begins_and_is_decided_for_good() {
        Reckoning reckoning = reckon(nightly(Duration.ZERO), FIRST);
        assertThat(reckoning.runs())
                .containsExactly(new Run(new ScheduleId(1), FIRST, RunState.LOOKING, "", FIRST));
        assertThat(reckoning.schedule().settled()).isEqualTo(FIRST);
        assertThat(reckon(reckoning.schedule(), FIRST).runs()).isEmpty();
        assertThat(reckon(reckoning.schedule(), FIRST.minus(DAY)).runs()).isEmpty();
    }

    @Test
    void within_a_minute_it_is_on_time_even_where_it_may_not_be_late() {
        assertThat(states(reckon(nightly(Duration.ZERO), FIRST.plusSeconds(60))))
                .containsExactly(RunState.LOOKING);
        Reckoning late = reckon(nightly(Duration.ZERO), FIRST.plusSeconds(61));
        assertThat(states(late)).containsExactly(RunState.SKIPPED);
        assertThat(late.runs().getFirst().why())
                .isEqualTo("missed by 1m1s, and it may not begin late");
    }

    @Test
    void what_was_missed_begins_within_its_limit() {
        Duration hour = Duration.ofHours(1);
        assertThat(states(reckon(nightly(hour), FIRST.plus(hour))))
                .containsExactly(RunState.LOOKING);
        Reckoning late = reckon(nightly(hour), FIRST.plus(hour).plusMillis(1));
        assertThat(states(late)).containsExactly(RunState.SKIPPED);
        assertThat(late.runs().getFirst().why())
                .isEqualTo("missed by 1h, and it may begin at most 1h late");
        assertThat(late.schedule().settled()).isEqualTo(FIRST);
    }

    @Test
    void of_several_only_the_last_may_begin() {
        Reckoning reckoning = reckon(nightly(Duration.ofHours(1)), FIRST.plus(DAY.multipliedBy(3)));
        assertThat(states(reckoning))
                .containsExactly(
                        RunState.SKIPPED, RunState.SKIPPED, RunState.SKIPPED, RunState.LOOKING);
        assertThat(reckoning.runs())
                .extracting(Run::due)
                .containsExactly(
                        FIRST,
                        FIRST.plus(DAY),
                        FIRST.plus(DAY.multipliedBy(2)),
                        FIRST.plus(DAY.multipliedBy(3)));
        assertThat(reckoning.runs().getFirst().why()).startsWith("missed: ");
    }

    @Test
    void what_is_due_in_a_pause_is_skipped_and_a_wish_to_skip_the_next_stays() {
        Reckoning reckoning =
                reckon(nightly(Duration.ZERO).paused(true).skipping(true), FIRST.plus(DAY));
        assertThat(states(reckoning)).containsOnly(RunState.SKIPPED).hasSize(2);
        assertThat(reckoning.runs()).extracting(Run::why).containsOnly("the schedule was paused");
        assertThat(reckoning.schedule().skipping()).isTrue();
    }

    @Test
    void the_next_one_is_skipped_once() {
        Reckoning reckoning = reckon(nightly(Duration.ZERO).skipping(true), FIRST);
        assertThat(states(reckoning)).containsExactly(RunState.SKIPPED);
        assertThat(reckoning.runs().getFirst().why()).isEqualTo("somebody asked to skip it");
        assertThat(reckoning.schedule().skipping()).isFalse();
        assertThat(states(reckon(reckoning.schedule(), FIRST.plus(DAY))))
                .containsExactly(RunState.LOOKING);
    }

    @Test
    void while_an_earlier_one_is_under_way_the_next_is_skipped() {
        Run before = new Run(new ScheduleId(1), FIRST, RunState.WAITING_FOR_APPROVAL, "", FIRST);
        Schedule schedule = nightly(Duration.ZERO).settled(FIRST);
        Reckoning reckoning = Reckoning.of(schedule, Optional.of(before), FIRST.plus(DAY));
        assertThat(states(reckoning)).containsExactly(RunState.SKIPPED);
        assertThat(reckoning.runs().getFirst().why())
                .isEqualTo("the one of 2027-03-01T02:00:00Z is still waiting for approval");
    }

    @Test
    void one_for_once_is_over_then() {
        Schedule once = schedule(new Timing.Once(FIRST), Duration.ZERO);
        assertThat(once.ended()).isFalse();
        Reckoning reckoning = reckon(once, FIRST);
        assertThat(states(reckoning)).containsExactly(RunState.LOOKING);
        assertThat(reckoning.schedule().ended()).isTrue();
        assertThat(reckon(reckoning.schedule(), FIRST.plus(DAY)).runs()).isEmpty();
    }

    @Test
    void of_one_that_is_gone_nothing_is_due() {
        assertThat(reckon(nightly(Duration.ZERO).gone(true), FIRST.plus(DAY)).runs()).isEmpty();
    }

    @Test
    void so_many_that_they_don_t_fit_into_one_write_are_decided_in_parts() {
        Timing each = new Timing.Repeated(Cron.parse("* * * * *"), ZoneId.of("UTC"));
        Schedule schedule = schedule(each, Duration.ZERO).skipping(true);
        Instant now = SINCE.plus(Duration.ofMinutes(Reckoning.MOST + 5L));
        Reckoning first = reckon(schedule, now);
        assertThat(first.more()).isTrue();
        assertThat(states(first)).hasSize(Reckoning.MOST).containsOnly(RunState.SKIPPED);
        Reckoning rest = reckon(first.schedule(), now);
        assertThat(rest.more()).isFalse();
        assertThat(states(rest)).hasSize(5).last().isEqualTo(RunState.LOOKING);
        assertThat(rest.runs().subList(0, 4)).extracting(Run::state).containsOnly(RunState.SKIPPED);
    }

    @Test
    void what_is_not_wanted_is_skipped_up_to_now() {
        Reckoning none = Reckoning.none(nightly(Duration.ofHours(1)), "no more", FIRST.plus(DAY));
        assertThat(states(none)).containsExactly(RunState.SKIPPED, RunState.SKIPPED);
        assertThat(none.runs()).extracting(Run::why).containsOnly("no more");
        assertThat(none.schedule().settled()).isEqualTo(FIRST.plus(DAY));
    }

    /** However it is woken, whatever the clock does meanwhile. */
    @Test
    void each_moment_is_decided_once_and_at_most_one_at_a_time_begins() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            Schedule schedule = nightly(Duration.ofMinutes(random.nextInt(300)));
            Instant now = SINCE;
            Instant latest = SINCE;
            List<Run> all = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                now = now.plus(Duration.ofMinutes(random.nextInt(4_000) - 500L));
                latest = now.isAfter(latest) ? now : latest;
                schedule =
                        switch (random.nextInt(6)) {
                            case 0 -> schedule.paused(!schedule.paused());
                            case 1 -> schedule.skipping(true);
                            default -> schedule;
                        };
                Reckoning reckoning = reckon(schedule, now);
                assertThat(reckoning.runs().stream().filter(r -> !r.state().isOver()).count())
                        .as("seed %s", seed)
                        .isLessThanOrEqualTo(1);
                all.addAll(reckoning.runs());
                schedule = reckoning.schedule();
            }
            Instant end = latest;
            List<Instant> due =
                    schedule.order().timing().next(SINCE, 1_000).stream()
                            .filter(d -> !d.isAfter(end))
                            .toList();
            assertThat(all).extracting(Run::due).as("seed %s", seed).isEqualTo(due);
        }
    }
}
