package dev.lull.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.crash.CrashPoint.Victim;
import dev.lull.crash.CrashPoint.When;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrashSeriesTest {
    private static CrashPoint point(Victim victim, int event, int millis, String during) {
        When when = millis > 0 ? When.LATER : When.AFTER;
        return new CrashPoint(
                Scenario.UPDATE, victim, when, event, 0, millis, "step-started-" + during, during);
    }

    private static CrashPoint daemon(int event) {
        return point(Victim.DAEMON, event, 0, "change");
    }

    private static CrashPoint dockerd(String during, int millis) {
        return point(Victim.DOCKERD, 1, millis, during);
    }

    @Test
    void a_daemon_dies_at_twenty_points_of_a_window_at_most() {
        List<CrashPoint> points =
                IntStream.rangeClosed(1, 22).mapToObj(CrashSeriesTest::daemon).toList();
        assertThat(CrashSeries.of(points))
                .containsExactly(points.subList(0, 20), points.subList(20, 22));
    }

    @Test
    void a_daemon_dies_alone_where_a_watch_is_ended_only_once() {
        CrashPoint failed =
                new CrashPoint(
                        Scenario.UPDATE,
                        Victim.DAEMON,
                        When.BEFORE,
                        58,
                        0,
                        0,
                        "step-failed-watch",
                        "watch");
        assertThat(CrashSeries.of(List.of(daemon(57), failed, daemon(59))))
                .containsExactly(List.of(daemon(57)), List.of(failed), List.of(daemon(59)));
    }

    @Test
    void dockerd_dies_once_a_step_and_alone_where_that_ends_the_window_or_turns_it_back() {
        List<CrashPoint> points = new ArrayList<>();
        for (String step : List.of("prepare", "announce", "change", "migrate", "validate")) {
            points.add(dockerd(step, 0));
            points.add(dockerd(step, 400));
        }
        points.add(dockerd("back/close-app", 0));

        List<List<CrashPoint>> series = CrashSeries.of(points);

        assertThat(series)
                .contains(
                        List.of(dockerd("prepare", 0)),
                        List.of(dockerd("announce", 0), dockerd("change", 0)),
                        List.of(dockerd("announce", 400), dockerd("change", 400)),
                        List.of(dockerd("migrate", 0)),
                        List.of(dockerd("validate", 0), dockerd("back/close-app", 0)));
        assertThat(series.stream().flatMap(List::stream)).hasSameElementsAs(points);
    }
}
