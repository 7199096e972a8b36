package dev.lull.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.crash.Knock.By;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoorTest {
    private static final List<Written> UPDATE =
            List.of(
                    event(10, "step-started", "close-app"),
                    event(20, "step-done", "close-app"),
                    event(50, "step-done", "validate"),
                    event(60, "step-started", "reopen-app"),
                    event(70, "step-done", "reopen-app"));

    private static final List<Written> BACK =
            List.of(
                    event(80, "turned-back", ""),
                    event(90, "step-done", "close-app"),
                    event(110, "step-done", "validate"),
                    event(120, "step-started", "reopen-app"));

    private static Written event(int second, String kind, String about) {
        return new Written(time(second).toString(), kind, about, "");
    }

    private static Instant time(int second) {
        return Instant.EPOCH.plusSeconds(second);
    }

    private static Knock knock(int sent, int at, By by, String what) {
        return new Knock(time(sent), time(at), by, what);
    }

    private static Knock app(int sent, int at, String version) {
        return knock(sent, at, By.APP, version);
    }

    private static Knock written(int sent, int at, String token) {
        return knock(sent, at, By.WRITTEN, token);
    }

    private static List<String> early(List<Written> events, Knock... knocks) {
        return Door.of(Scenario.UPDATE, events).openedEarly(List.of(knocks));
    }

    private static List<Written> rolledBack() {
        return java.util.stream.Stream.concat(UPDATE.stream(), BACK.stream()).toList();
    }

    @Test
    void the_old_version_may_answer_until_the_door_is_closed() {
        assertThat(early(UPDATE, app(0, 1, "1"), app(19, 21, "1"), written(19, 20, "a"))).isEmpty();
    }

    @Test
    void behind_the_closed_door_nobody_may_answer() {
        assertThat(early(UPDATE, app(21, 22, "1"))).hasSize(1);
        assertThat(early(UPDATE, app(40, 41, "2"))).hasSize(1);
        assertThat(early(UPDATE, written(40, 41, "a"))).hasSize(1);
    }

    @Test
    void the_page_and_nobody_are_no_answer_of_the_app() {
        assertThat(early(UPDATE, knock(30, 31, By.PAGE, ""), knock(30, 31, By.NOBODY, "502")))
                .isEmpty();
    }

    @Test
    void a_validated_app_that_answers_before_it_is_reopened_is_early() {
        assertThat(early(UPDATE, app(55, 56, "2"))).hasSize(1);
    }

    @Test
    void the_new_version_may_answer_once_it_is_reopened() {
        assertThat(early(UPDATE, app(58, 61, "2"), app(100, 101, "2"), written(61, 62, "a")))
                .isEmpty();
    }

    @Test
    void the_new_version_may_not_answer_before_the_closing_nor_the_old_one_after_the_reopening() {
        assertThat(early(UPDATE, app(5, 6, "2"))).hasSize(1);
        assertThat(early(UPDATE, app(75, 76, "1"))).hasSize(1);
    }

    @Test
    void a_reopening_without_a_validation_opens_nothing() {
        List<Written> unchecked =
                List.of(
                        event(20, "step-done", "close-app"),
                        event(60, "step-started", "reopen-app"));
        assertThat(early(unchecked, app(65, 66, "2"))).hasSize(1);
    }

    @Test
    void on_the_way_back_the_door_is_closed_and_opened_to_the_old_version() {
        assertThat(early(rolledBack(), app(85, 86, "2"), app(121, 122, "1"))).isEmpty();
        assertThat(early(rolledBack(), app(100, 101, "2"))).hasSize(1);
        assertThat(early(rolledBack(), app(100, 101, "1"))).hasSize(1);
        assertThat(early(rolledBack(), app(125, 126, "2"))).hasSize(1);
    }

    @Test
    void only_what_was_written_to_a_version_that_was_given_up_may_be_lost() {
        List<Knock> knocks =
                List.of(
                        written(1, 2, "before"),
                        written(40, 41, "behind"),
                        written(75, 76, "given-up"),
                        written(130, 131, "after"));
        assertThat(Door.of(Scenario.ROLLBACK, rolledBack()).kept(knocks))
                .containsExactly("before", "behind", "after");
        assertThat(Door.of(Scenario.UPDATE, UPDATE).kept(knocks))
                .containsExactly("before", "behind", "given-up", "after");
    }
}
