package dev.lull.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lull.calendar.Timing.Once;
import dev.lull.calendar.Timing.Repeated;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that are changed, and moments on them. */
class TimingTest {
    private static final int YEAR = 2027;

    private static Timing repeated(String expression, String zone) {
        return new Repeated(Cron.parse(expression), ZoneId.of(zone));
    }

    /** All of a year, by the clock there. */
    private static List<Instant> year(Timing timing, String zone) {
        Instant begin = LocalDate.of(YEAR, 1, 1).atStartOfDay(ZoneId.of(zone)).toInstant();
        Instant end = LocalDate.of(YEAR + 1, 1, 1).atStartOfDay(ZoneId.of(zone)).toInstant();
        List<Instant> moments = new ArrayList<>();
        Optional<Instant> next = timing.next(begin.minusMillis(1));
        while (next.isPresent() && next.get().isBefore(end)) {
            moments.add(next.get());
            next = timing.next(next.get());
        }
        return moments;
    }

    @ParameterizedTest
    @CsvSource({
        // What a gap leaves out is due with its end, which is a quarter of an hour itself.
        "Europe/Berlin, 35036",
        "America/New_York, 35036",
        "Australia/Lord_Howe, 35038",
        "Asia/Kathmandu, 35040",
    })
    void each_quarter_of_an_hour_of_a_year_is_due_once(String zone, int count) {
        List<Instant> moments = year(repeated("*/15 * * * *", zone), zone);
        assertThat(moments).hasSize(count).doesNotHaveDuplicates().isSorted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "Asia/Kathmandu"
            })
    void each_day_has_its_one_moment_at_any_time_of_the_night(String zone) {
        for (int hour = 0; hour < 4; hour++) {
            for (int minute : List.of(0, 15, 30, 59)) {
                String expression = minute + " " + hour + " * * *";
                List<Instant> moments = year(repeated(expression, zone), zone);
                assertThat(moments)
                        .as(expression)
                        .hasSize(365)
                        .extracting(m -> m.atZone(ZoneId.of(zone)).toLocalDate())
                        .doesNotHaveDuplicates();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Clocks are put forward: at the moment when they are.
        "Europe/Berlin, 15 2 * * *, 2027-03-27T12:00:00Z, 2027-03-28T01:00:00Z",
        "America/New_York, 15 2 * * *, 2027-03-13T12:00:00Z, 2027-03-14T07:00:00Z",
        "Australia/Lord_Howe, 15 2 * * *, 2027-10-02T12:00:00Z, 2027-10-02T15:30:00Z",
        // Clocks are put back: the first of both.
        "Europe/Berlin, 15 2 * * *, 2027-10-30T12:00:00Z, 2027-10-31T00:15:00Z",
        "America/New_York, 45 1 * * *, 2027-11-06T12:00:00Z, 2027-11-07T05:45:00Z",
        "Australia/Lord_Howe, 45 1 * * *, 2027-04-03T12:00:00Z, 2027-04-03T14:45:00Z",
        // Never put at all, and odd.
        "Asia/Kathmandu, 15 2 * * *, 2027-03-27T12:00:00Z, 2027-03-27T20:30:00Z",
    })
    void where_clocks_are_changed_it_is_due_then(
            String zone, String expression, Instant after, Instant due) {
        Timing timing = repeated(expression, zone);
        assertThat(timing.next(after)).contains(due);
        assertThat(timing.includes(due)).isTrue();
        assertThat(timing.includes(due.plusSeconds(60))).isFalse();
        assertThat(timing.next(due).orElseThrow()).isAfter(due.plusSeconds(79_200));
    }

    @Test
    void several_times_that_clocks_leave_out_are_due_together() {
        assertThat(
                        repeated("10,20,30 2 * * *", "Europe/Berlin")
                                .next(Instant.parse("2027-03-27T12:00:00Z"), 2))
                .containsExactly(
                        Instant.parse("2027-03-28T01:00:00Z"),
                        Instant.parse("2027-03-29T00:10:00Z"));
        assertThat(
                        repeated("30 2,3 * * *", "Europe/Berlin")
                                .next(Instant.parse("2027-03-27T12:00:00Z"), 2))
                .as("what is due at another time that day is so all the same")
                .containsExactly(
                        Instant.parse("2027-03-28T01:00:00Z"),
                        Instant.parse("2027-03-28T01:30:00Z"));
    }

    @Test
    void asked_in_the_hour_that_comes_again_nothing_of_it_is_due_again() {
        Timing timing = repeated("*/30 * * * *", "Europe/Berlin");
        assertThat(timing.next(Instant.parse("2027-10-31T01:10:00Z")))
                .contains(Instant.parse("2027-10-31T02:00:00Z"));
    }

    @Test
    void one_for_once_is_due_once() {
        Timing once = new Once(Instant.parse("2027-08-01T03:00:00.123456Z"));
        Instant at = Instant.parse("2027-08-01T03:00:00.123Z");
        assertThat(once.next(at.minusSeconds(1), 5)).containsExactly(at);
        assertThat(once.next(at)).isEmpty();
        assertThat(once.includes(at)).isTrue();
        assertThat(once.words()).isEqualTo("once, at " + at);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-01T03:00, Europe/Berlin, 2026-12-01T02:00:00Z",
        "2026-12-01T03:00:30, Europe/Berlin, 2026-12-01T02:00:30Z",
        "2027-03-28T02:15, Europe/Berlin, 2027-03-28T01:00:00Z",
        "2027-10-31T02:15, Europe/Berlin, 2027-10-31T00:15:00Z",
        "2026-12-01T03:00:00+05:45, , 2026-11-30T21:15:00Z",
        "2026-12-01T03:00:00Z, , 2026-12-01T03:00:00Z",
    })
    void a_moment_is_read(String text, String zone, Instant at) {
        assertThat(Once.parse(text, Optional.ofNullable(zone).map(Timing::zone)).at())
                .isEqualTo(at);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-01T03:00, , needs a zone",
        "tomorrow, Europe/Berlin, is not a time such as",
        "2026-12-01, Europe/Berlin, is not a time such as",
        "2026-02-30T03:00, Europe/Berlin, is not a time such as",
        "2026-12-01T03:00:00Z, Europe/Berlin, says its offset itself",
    })
    void what_is_no_moment_is_refused(String text, String zone, String why) {
        Optional<ZoneId> there = Optional.ofNullable(zone).map(Timing::zone);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Once.parse(text, there))
                .withMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+02:00", "Berlin", "europe/berlin", "GMT+2", ""})
    void what_is_no_zone_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timing.zone(name))
                .withMessage("is not a time zone such as Europe/Berlin or UTC");
    }

    @Test
    void the_zone_is_told_with_the_words() {
        assertThat(repeated("30 2 * * *", "Asia/Kathmandu").words())
                .isEqualTo("at 02:30 every day, Asia/Kathmandu");
    }
}
