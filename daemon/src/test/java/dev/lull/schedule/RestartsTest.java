package dev.lull.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.window.JournalException;
import dev.lull.window.WindowId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon that dies between any two things that it writes down. */
class RestartsTest extends OnHost {
    private static Order wanted() {
        return Host.order(
                Host.SHOP,
                "nightly",
                Host.daily("0 3"),
                HOUR,
                Set.of(Condition.CHANGED),
                Optional.of(Duration.ofHours(4)));
    }

    /** It writes that many times more, then no more until it is started again. */
    private void diesAfter(int writes) {
        host.store.failFrom(writes + 1);
    }

    private void startsAgain(Duration later) {
        host.stop();
        host.store.failFrom(0);
        host.journal.failFrom(0);
        host.clock.pass(later);
        host.start();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void wherever_it_dies_there_is_one_window(int writes) {
        ScheduleId id = nightly();
        diesAfter(writes);
        host.until(FIRST);
        startsAgain(Duration.ofMinutes(5));
        Run run = host.only(id);
        assertThat(run.state()).isEqualTo(RunState.OPENED);
        assertThat(run.due()).isEqualTo(FIRST);
        assertThat(run.window()).contains(new WindowId(1));
        assertThat(host.opened()).isEqualTo(1);
        host.until(FIRST.plus(HOUR));
        assertThat(host.opened()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void wherever_it_dies_and_is_away_for_long_it_is_skipped_or_was_opened(int writes) {
        ScheduleId id = nightly();
        diesAfter(writes);
        host.until(FIRST);
        int opened = host.opened();
        startsAgain(Duration.ofHours(2));
        Run run = host.only(id);
        assertThat(run.state()).isEqualTo(opened == 0 ? RunState.SKIPPED : RunState.OPENED);
        assertThat(host.opened()).isEqualTo(opened);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void wherever_it_dies_around_a_person_s_word_there_is_one_window(int writes) {
        host.news.add("the tag shop:1 of app has a new image");
        ScheduleId id = schedules().add(wanted(), "ada").id();
        host.until(FIRST.plusSeconds(60));
        diesAfter(writes);
        boolean heard = heard(id);
        host.settle();
        startsAgain(Duration.ofMinutes(5));
        if (!heard) {
            assertThat(host.only(id).state()).isEqualTo(RunState.WAITING_FOR_APPROVAL);
            schedules().approve(id, FIRST, "bob");
            host.settle();
        }
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
        assertThat(host.only(id).by()).isEqualTo("bob");
        assertThat(host.opened()).isEqualTo(1);
    }

    private boolean heard(ScheduleId id) {
        try {
            schedules().approve(id, FIRST, "bob");
            return true;
        } catch (JournalException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void wherever_the_journal_fails_there_is_one_window(int write) {
        ScheduleId id = nightly();
        host.journal.failFrom(write);
        host.clock.set(FIRST);
        schedules().wake();
        host.await(
                "it gets as far as it can",
                () -> schedules().isIdle() && host.runs(id).size() == 1);
        startsAgain(Duration.ofMinutes(5));
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
        assertThat(host.opened()).isEqualTo(1);
    }

    @Test
    void what_waits_for_room_does_so_after_a_restart() {
        host.hold(Host.BLOG);
        ScheduleId blog =
                schedules()
                        .add(
                                Host.order(
                                        Host.BLOG,
                                        "nightly",
                                        Host.daily("55 2"),
                                        HOUR,
                                        Set.of(),
                                        Optional.empty()),
                                "ada")
                        .id();
        ScheduleId shop = nightly();
        host.until(FIRST);
        assertThat(host.only(blog).state()).isEqualTo(RunState.OPENED);
        assertThat(host.only(shop).state()).isEqualTo(RunState.WAITING_FOR_ROOM);
        host.startAgain();
        assertThat(host.only(shop).state()).isEqualTo(RunState.WAITING_FOR_ROOM);
        host.release(Host.BLOG);
        host.await("it is opened", () -> host.only(shop).state() == RunState.OPENED);
        assertThat(host.opened()).isEqualTo(2);
    }

    @Test
    void what_a_clock_has_decided_that_was_decades_ahead_is_decided_anew() {
        ScheduleId id = nightly();
        host.clock.set(FIRST.plus(Duration.ofDays(36 * 365)));
        schedules().wake();
        host.settle();
        assertThat(host.runs(id))
                .hasSizeLessThan(500)
                .first()
                .extracting(Run::due)
                .isEqualTo(FIRST);

        host.clock.set(FIRST.minusSeconds(60));
        schedules().wake();
        host.settle();
        assertThat(host.runs(id)).isEmpty();
        host.until(FIRST);
        assertThat(host.only(id).state()).isEqualTo(RunState.OPENED);
    }
}
