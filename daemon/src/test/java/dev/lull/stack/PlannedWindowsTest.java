package dev.lull.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.calendar.Cron;
import dev.lull.calendar.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code x-lull.schedule} plans. */
class PlannedWindowsTest {
    private static final Map<String, Object> NIGHTLY =
            Map.of("cron", "0 3 * * *", "zone", "Europe/Berlin", "length", "10m");
    private static final Timing AT_THREE =
            new Timing.Repeated(Cron.parse("0 3 * * *"), ZoneId.of("Europe/Berlin"));

    private final List<Problem> problems = new ArrayList<>();

    private List<PlannedWindow> read(Object schedule) {
        return StackSettings.read("shop", Map.of("schedule", schedule), problems).schedules();
    }

    private List<PlannedWindow> nightly(Map<String, Object> values) {
        return read(Map.of("nightly", values));
    }

    private static Map<String, Object> and(Object... more) {
        Map<String, Object> values = new TreeMap<>(NIGHTLY);
        for (int i = 0; i < more.length; i += 2) {
            values.put((String) more[i], more[i + 1]);
        }
        return values;
    }

    private static Map<String, Object> without(String key) {
        Map<String, Object> values = new TreeMap<>(NIGHTLY);
        values.remove(key);
        return values;
    }

    @Test
    void the_least_is_when_and_for_how_long() {
        assertThat(nightly(NIGHTLY))
                .containsExactly(
                        new PlannedWindow(
                                "nightly",
                                AT_THREE,
                                new PlannedWindow.Update(true),
                                Duration.ofMinutes(10),
                                Duration.ofHours(1),
                                false,
                                false,
                                Optional.empty()));
        assertThat(problems).isEmpty();
    }

    @Test
    void every_key_is_read() {
        assertThat(
                        nightly(
                                and(
                                        "change",
                                        "exec",
                                        "service",
                                        "db",
                                        "command",
                                        "vacuum 'all of it'",
                                        "late",
                                        "0s",
                                        "only_if",
                                        List.of("healthy", "changed"),
                                        "approve",
                                        "4h")))
                .containsExactly(
                        new PlannedWindow(
                                "nightly",
                                AT_THREE,
                                new PlannedWindow.Exec(
                                        new ServiceName("db"),
                                        new Command(List.of("vacuum", "all of it"))),
                                Duration.ofMinutes(10),
                                Duration.ZERO,
                                true,
                                true,
                                Optional.of(Duration.ofHours(4))));
        assertThat(problems).isEmpty();
    }

    static Stream<Arguments> each_change_is_read() {
        return Stream.of(
                Arguments.of(and("change", "update"), new PlannedWindow.Update(true)),
                Arguments.of(and("pull", true), new PlannedWindow.Update(true)),
                Arguments.of(and("pull", "false"), new PlannedWindow.Update(false)),
                Arguments.of(and("change", "migrate"), new PlannedWindow.Migrate()),
                Arguments.of(and("change", "none"), new PlannedWindow.ByHand()),
                Arguments.of(
                        and(
                                "change",
                                "exec",
                                "service",
                                "db",
                                "command",
                                List.of("sh", "-c", "a b", 5)),
                        new PlannedWindow.Exec(
                                new ServiceName("db"),
                                new Command(List.of("sh", "-c", "a b", "5")))));
    }

    @ParameterizedTest
    @MethodSource
    void each_change_is_read(Map<String, Object> values, PlannedWindow.Work work) {
        assertThat(nightly(values)).extracting(PlannedWindow::work).containsExactly(work);
        assertThat(problems).isEmpty();
    }

    @Test
    void a_single_condition_needs_no_list() {
        assertThat(nightly(and("only_if", "changed")))
                .allMatch(PlannedWindow::ifChanged)
                .noneMatch(PlannedWindow::ifHealthy)
                .hasSize(1);
    }

    @Test
    void one_for_once_is_read_with_a_zone_or_an_offset() {
        Timing at = new Timing.Once(Instant.parse("2026-12-01T02:00:00Z"));
        Map<String, Object> local =
                Map.of("at", "2026-12-01T03:00", "zone", "Europe/Berlin", "length", "10m");
        Map<String, Object> whole = Map.of("at", "2026-12-01T02:00:00Z", "length", "10m");
        assertThat(read(Map.of("b", local, "a", whole)))
                .extracting(PlannedWindow::name)
                .containsExactly("a", "b");
        assertThat(read(Map.of("b", local, "a", whole)))
                .extracting(PlannedWindow::timing)
                .containsOnly(at);
        assertThat(problems).isEmpty();
    }

    static Stream<Arguments> what_is_wrong_is_told_and_plans_nothing() {
        return Stream.of(
                Arguments.of(and("cron", "0 3 * *"), "nightly.cron: is '0 3 * *', which has 4"),
                Arguments.of(and("cron", "0 0 30 2 *"), "which never runs"),
                Arguments.of(without("zone"), "nightly.zone: is missing. Write whose clocks"),
                Arguments.of(and("zone", "Berlin"), "nightly.zone: is 'Berlin', which is not a"),
                Arguments.of(without("cron"), "nightly.cron: is missing. Write cron and zone"),
                Arguments.of(and("at", "2026-12-01T03:00"), "nightly.cron: stands beside at"),
                Arguments.of(
                        Map.of("at", "2026-12-01T03:00", "length", "5m"),
                        "nightly.at: is '2026-12-01T03:00', which needs a zone"),
                Arguments.of(without("length"), "nightly.length: is missing. Say how long"),
                Arguments.of(and("length", "soon"), "nightly.length: is 'soon', which is not a"),
                Arguments.of(and("length", "0s"), "nightly: the length must be more than nothing"),
                Arguments.of(and("length", "8d"), "the length must be more than nothing, and at"),
                Arguments.of(and("late", "-1h"), "nightly.late: is '-1h', which is not a"),
                Arguments.of(and("late", "8d"), "nightly: late must not be less than nothing"),
                Arguments.of(and("approve", "0s"), "nightly: the time to approve must be more"),
                Arguments.of(and("only_if", "new"), "nightly.only_if: is 'new', which is no"),
                Arguments.of(
                        and("only_if", List.of("changed", "new")),
                        "nightly.only_if: is 'new', which is no condition"),
                Arguments.of(and("change", "restore"), "nightly.change: is 'restore', which is no"),
                Arguments.of(
                        and("change", "migrate", "pull", true),
                        "nightly.pull: goes with 'change: update' only"),
                Arguments.of(and("pull", "maybe"), "nightly.pull: is 'maybe', which is neither"),
                Arguments.of(and("service", "db"), "nightly.service: goes with 'change: exec'"),
                Arguments.of(
                        and("change", "exec", "command", "true"),
                        "nightly.service: is missing. Say in which service"),
                Arguments.of(
                        and("change", "exec", "service", "db"),
                        "nightly.command: is missing. Write the command"),
                Arguments.of(
                        and("change", "exec", "service", "db", "command", List.of()),
                        "nightly.command: is an empty list"),
                Arguments.of(
                        and("change", "exec", "service", "db", "command", " "),
                        "nightly.command: has no words. Correct the command"),
                Arguments.of(
                        and("lenght", "5m"),
                        "nightly.lenght: is not a key that this version of Lull knows. Did you"
                                + " mean length?"));
    }

    @ParameterizedTest
    @MethodSource
    void what_is_wrong_is_told_and_plans_nothing(Map<String, Object> values, String said) {
        assertThat(nightly(values)).isEmpty();
        assertThat(problems)
                .singleElement()
                .satisfies(p -> assertThat(p.isError()).isTrue())
                .asString()
                .startsWith("shop x-lull.schedule.nightly")
                .contains(said);
    }

    @Test
    void a_command_that_is_wrong_is_not_repeated() {
        nightly(and("change", "exec", "service", "db", "command", "login --password 'hunter2"));
        assertThat(problems)
                .singleElement()
                .asString()
                .contains("nightly.command: has a quote that is not closed")
                .doesNotContain("login", "hunter2");
    }

    @Test
    void all_that_is_wrong_is_told_at_once_and_what_is_right_is_planned() {
        assertThat(
                        read(
                                Map.of(
                                        "right",
                                        NIGHTLY,
                                        "wrong",
                                        Map.of("cron", "x", "late", "y"),
                                        "empty",
                                        "")))
                .extracting(PlannedWindow::name)
                .containsExactly("right");
        assertThat(problems)
                .extracting(p -> p.toString().substring(0, p.toString().indexOf(": ")))
                .containsExactlyInAnyOrder(
                        "shop x-lull.schedule.empty",
                        "shop x-lull.schedule.wrong.cron",
                        "shop x-lull.schedule.wrong.zone",
                        "shop x-lull.schedule.wrong.length",
                        "shop x-lull.schedule.wrong.late");
    }

    @Test
    void names_are_short_and_plain() {
        assertThat(read(Map.of("Every night", NIGHTLY))).isEmpty();
        assertThat(read(Map.of("x".repeat(65), NIGHTLY))).isEmpty();
        assertThat(problems).hasSize(2).allMatch(p -> p.what().contains("the name of a schedule"));
        assertThat(read(Map.of("Nightly-1.b_c", NIGHTLY))).hasSize(1);
    }

    @Test
    void what_is_no_mapping_is_told() {
        assertThat(read(List.of("0 3 * * *"))).isEmpty();
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("shop x-lull.schedule: is not a mapping");
    }
}
