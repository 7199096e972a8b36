package dev.lull.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashPointsTest {
    private static final List<Written> CALM =
            List.of(
                    event(0, "opened", ""),
                    event(10, "step-started", "announce"),
                    event(20, "step-done", "announce"),
                    event(30, "step-started", "change"),
                    event(40, "said", "change"),
                    event(50, "said", "change"),
                    event(60, "said", "change"),
                    event(900, "step-done", "change"));

    private static Written event(int millis, String kind, String about) {
        return new Written(Instant.EPOCH.plusMillis(millis).toString(), kind, about, "");
    }

    private static List<String> names(List<Written> calm, List<Written> other) {
        return CrashPoints.of(Scenario.UPDATE, calm, other).stream().map(CrashPoint::name).toList();
    }

    @Test
    void it_is_before_and_after_each_append_and_in_the_middle_of_long_steps() {
        assertThat(names(CALM, List.of()))
                .containsExactly(
                        "update/daemon/before-1-step-started-announce",
                        "update/daemon/after-1-step-started-announce",
                        "update/dockerd/after-1-step-started-announce",
                        "update/daemon/before-2-step-done-announce",
                        "update/daemon/after-2-step-done-announce",
                        "update/daemon/after-3-step-started-change",
                        "update/daemon/later-3-step-started-change+150ms",
                        "update/daemon/later-3-step-started-change+600ms",
                        "update/daemon/before-3-step-started-change-output-1",
                        "update/daemon/after-3-step-started-change-output-1",
                        "update/daemon/before-3-step-started-change-output-3",
                        "update/daemon/after-3-step-started-change-output-3",
                        "update/dockerd/after-3-step-started-change",
                        "update/dockerd/later-3-step-started-change+400ms",
                        "update/daemon/before-4-step-done-change",
                        "update/daemon/after-4-step-done-change");
    }

    @Test
    void what_another_scenario_does_alike_is_struck_at_its_appends_only() {
        List<Written> other = new ArrayList<>(CALM);
        other.add(event(910, "step-started", "migrate"));
        assertThat(names(CALM, other))
                .contains(
                        "update/daemon/before-4-step-done-change",
                        "update/dockerd/after-3-step-started-change")
                .noneMatch(name -> name.contains("output") || name.contains("later"));
    }

    @Test
    void where_it_begins_to_differ_it_is_struck_in_the_middle_again() {
        List<Written> other = new ArrayList<>(CALM.subList(0, 4));
        other.add(event(100, "step-failed", "change"));
        assertThat(names(CALM, other)).contains("update/daemon/later-3-step-started-change+150ms");
    }

    @Test
    void each_point_has_a_name_of_its_own() {
        assertThat(names(CALM, List.of())).doesNotHaveDuplicates();
    }
}
