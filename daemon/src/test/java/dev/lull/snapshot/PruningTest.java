package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.stack.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PruningTest {
    private static final long GIB = 1L << 30;

    /** A Sunday. */
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static RollbackPoint point(String id, Instant at) {
        return point(id, at, 1);
    }

    private static RollbackPoint point(String id, Instant at, int window) {
        return TestPoint.of(id, at, window, GIB);
    }

    /** One at noon of each of the last days: {@code d0} is today's. */
    private static List<RollbackPoint> daily(int days) {
        return IntStream.range(0, days)
                .mapToObj(n -> point("d" + n, NOW.minus(Duration.ofDays(n)), days - n))
                .toList();
    }

    private static List<String> gone(
            List<RollbackPoint> points, Retention retention, long free, String... inUse) {
        return gone(points, retention, free, Set.of(inUse), Set.of());
    }

    private static List<String> gone(
            List<RollbackPoint> points,
            Retention retention,
            long free,
            Set<String> inUse,
            Set<String> damaged) {
        return new Pruning(
                        points,
                        retention,
                        p -> inUse.contains(p.id().value()),
                        p -> damaged.contains(p.id().value()))
                .surplus(free).stream().map(s -> s.point().id().value()).toList();
    }

    private static List<String> gone(List<RollbackPoint> points, Retention retention) {
        return gone(points, retention, 0);
    }

    @Test
    void without_a_retention_nothing_goes() {
        assertThat(gone(daily(100), Retention.ALL)).isEmpty();
        assertThat(gone(List.of(), new Retention(1, 1, 1, 1, GIB))).isEmpty();
    }

    @Test
    void the_last_ones_are_kept_and_the_oldest_go_first() {
        assertThat(gone(daily(5), new Retention(3, 0, 0, 0, 0))).containsExactly("d4", "d3");
        assertThat(gone(daily(3), new Retention(3, 0, 0, 0, 0))).isEmpty();
    }

    @Test
    void of_a_day_the_newest_is_kept_and_days_without_one_do_not_count() {
        List<RollbackPoint> points =
                List.of(
                        point("noon", NOW, 2),
                        point("morning", NOW.minus(Duration.ofHours(4))),
                        point("late", NOW.minus(Duration.ofDays(9)).plus(Duration.ofHours(11))),
                        point("early", NOW.minus(Duration.ofDays(9))),
                        point("old", NOW.minus(Duration.ofDays(30))));
        assertThat(gone(points, new Retention(0, 2, 0, 0, 0)))
                .containsExactly("old", "early", "morning");
    }

    @Test
    void weeks_begin_on_monday_and_months_on_their_first() {
        assertThat(gone(daily(15), new Retention(0, 0, 2, 0, 0)))
                .doesNotContain("d0", "d7")
                .contains("d1", "d6", "d8", "d14");
        assertThat(gone(daily(60), new Retention(0, 0, 0, 2, 0)))
                .doesNotContain("d0", "d22")
                .hasSize(58);
    }

    @Test
    void what_any_of_the_counts_keeps_is_kept() {
        assertThat(gone(daily(60), new Retention(2, 3, 2, 2, 0)))
                .hasSize(60 - Set.of("d0", "d1", "d2", "d7", "d22").size())
                .doesNotContain("d0", "d1", "d2", "d7", "d22");
    }

    @Test
    void while_there_is_too_little_room_the_oldest_go_but_never_the_newest() {
        Retention room = new Retention(0, 0, 0, 0, 10 * GIB);
        assertThat(gone(daily(5), room, 10 * GIB)).isEmpty();
        assertThat(gone(daily(5), room, 8 * GIB)).containsExactly("d4", "d3");
        assertThat(gone(daily(5), room, 0)).containsExactly("d4", "d3", "d2", "d1");
    }

    @Test
    void what_the_counts_give_up_makes_room_first() {
        Retention both = new Retention(3, 0, 0, 0, 10 * GIB);
        assertThat(gone(daily(5), both, 8 * GIB)).containsExactly("d4", "d3");
        assertThat(gone(daily(5), both, 7 * GIB)).containsExactly("d4", "d3", "d2");
    }

    @Test
    void what_a_window_needs_stays_however_old_it_is() {
        assertThat(gone(daily(5), new Retention(1, 0, 0, 0, 10 * GIB), 0, "d4", "d2"))
                .containsExactly("d3", "d1");
    }

    @Test
    void what_was_taken_last_stays_although_the_clock_was_set_back() {
        List<RollbackPoint> points =
                List.of(
                        point("before", NOW, 7),
                        point("last", NOW.minus(Duration.ofDays(400)), 8),
                        point("old", NOW.minus(Duration.ofDays(500)), 6));
        assertThat(gone(points, new Retention(1, 0, 0, 0, 10 * GIB))).containsExactly("old");
    }

    @Test
    void one_that_is_damaged_takes_no_others_place_and_goes_in_its_own_time() {
        Retention two = new Retention(2, 0, 0, 0, 0);
        assertThat(gone(daily(5), two, 0, Set.of(), Set.of("d0"))).containsExactly("d4", "d3");
        assertThat(gone(daily(5), two, 0, Set.of(), Set.of("d3")))
                .containsExactly("d4", "d3", "d2");
        List<RollbackPoint> day =
                List.of(
                        point("noon", NOW, 3),
                        point("morning", NOW.minus(Duration.ofHours(4)), 2),
                        point("dawn", NOW.minus(Duration.ofHours(6)), 1));
        assertThat(gone(day, new Retention(0, 1, 0, 0, 0), 0, Set.of(), Set.of("noon")))
                .containsExactly("dawn");
    }

    @Test
    void what_is_damaged_makes_room_first_and_the_newest_and_the_last_good_one_stay() {
        Retention room = new Retention(0, 0, 0, 0, 10 * GIB);
        assertThat(gone(daily(4), room, 9 * GIB, Set.of(), Set.of("d1"))).containsExactly("d1");
        assertThat(gone(daily(4), room, 0, Set.of(), Set.of("d1")))
                .containsExactly("d1", "d3", "d2");
        assertThat(gone(daily(4), room, 0, Set.of(), Set.of("d0"))).containsExactly("d3", "d2");
    }

    @Test
    void where_all_are_damaged_the_newest_stays() {
        assertThat(
                        gone(
                                daily(3),
                                new Retention(0, 0, 0, 0, 10 * GIB),
                                0,
                                Set.of(),
                                Set.of("d0", "d1", "d2")))
                .containsExactly("d2", "d1");
    }

    @Test
    void what_was_taken_last_stays_even_if_it_is_damaged() {
        List<RollbackPoint> points =
                List.of(
                        point("before", NOW, 7),
                        point("last", NOW.minus(Duration.ofDays(400)), 8),
                        point("old", NOW.minus(Duration.ofDays(500)), 6));
        assertThat(gone(points, new Retention(1, 0, 0, 0, 0), 0, Set.of(), Set.of("last")))
                .containsExactly("old");
    }

    @Test
    void each_says_why_it_goes() {
        List<RollbackPoint> points = new ArrayList<>(daily(3));
        assertThat(
                        new Pruning(
                                        points,
                                        new Retention(2, 0, 0, 0, 2 * GIB),
                                        _ -> false,
                                        _ -> false)
                                .surplus(0))
                .extracting(Surplus::why)
                .containsExactly(
                        "more than x-lull.retention keeps",
                        "to have 2.0 GiB free (x-lull.retention.min_free)");
    }
}
