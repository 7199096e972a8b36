package dev.lull.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    /** A Saturday. */
    private static final LocalDateTime JULY_ENDS = LocalDateTime.of(2027, 7, 31, 23, 59);

    private static List<LocalDateTime> next(String expression, LocalDateTime after, int count) {
        Cron cron = Cron.parse(expression);
        List<LocalDateTime> times = new ArrayList<>();
        Optional<LocalDateTime> next = cron.next(after);
        while (next.isPresent() && times.size() < count) {
            times.add(next.get());
            next = cron.next(next.get());
        }
        return times;
    }

    private static List<String> days(String expression, int count) {
        return next(expression, JULY_ENDS, count).stream()
                .map(t -> t.toLocalDate().toString().substring(5))
                .toList();
    }

    @Test
    void of_two_restricted_days_one_is_enough() {
        assertThat(days("0 0 13 * 5", 8))
                .as("Fridays, and each 13th")
                .containsExactly(
                        "08-06", "08-13", "08-20", "08-27", "09-03", "09-10", "09-13", "09-17");
    }

    @Test
    void a_day_that_steps_through_all_narrows_the_other_down() {
        assertThat(days("0 0 */2 * 1", 4))
                .as("Mondays that have an odd number")
                .containsExactly("08-09", "08-23", "09-13", "09-27");
        assertThat(days("0 0 1 * */2", 3))
                .as("firsts that are a Sunday, Tuesday, Thursday or Saturday")
                .containsExactly("08-01", "01-01", "02-01");
    }

    @Test
    void a_day_that_names_all_is_enough_by_itself() {
        assertThat(days("0 0 1-31 * 1", 3)).containsExactly("08-01", "08-02", "08-03");
        assertThat(days("0 0 13 * 0-6", 2)).containsExactly("08-01", "08-02");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 * * 0", "0 0 * * 7", "0 0 * * sun", "0 0 * * SUN"})
    void sunday_has_two_numbers_and_a_name(String expression) {
        assertThat(days(expression, 3)).containsExactly("08-01", "08-08", "08-15");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 * * 5-7", "0 0 * * fri-sun", "0 0 * * 0,5,6", "0 0 * * 5-6,7"})
    void a_week_may_end_with_its_sunday(String expression) {
        assertThat(days(expression, 4)).containsExactly("08-01", "08-06", "08-07", "08-08");
    }

    @Test
    void names_stand_for_months_and_days_in_ranges_too() {
        assertThat(days("0 0 1 sep-Nov *", 4)).containsExactly("09-01", "10-01", "11-01", "09-01");
        assertThat(days("0 0 * aug mon-wed", 3)).containsExactly("08-02", "08-03", "08-04");
    }

    @Test
    void a_day_that_only_some_years_have_comes_in_those() {
        assertThat(next("0 0 29 2 *", JULY_ENDS, 2))
                .containsExactly(
                        LocalDateTime.of(2028, Month.FEBRUARY, 29, 0, 0),
                        LocalDateTime.of(2032, Month.FEBRUARY, 29, 0, 0));
        assertThat(next("0 0 31 * *", JULY_ENDS, 3))
                .extracting(LocalDateTime::getMonth)
                .containsExactly(Month.AUGUST, Month.OCTOBER, Month.DECEMBER);
    }

    @Test
    void the_time_itself_is_not_the_next_one() {
        LocalDateTime three = LocalDateTime.of(2027, 8, 1, 3, 0);
        assertThat(Cron.parse("0 3 * * *").next(three)).contains(three.plusDays(1));
        assertThat(Cron.parse("0 3 * * *").next(three.minusMinutes(1))).contains(three);
    }

    @Test
    void it_stays_as_it_was_written_but_for_blanks() {
        Cron cron = Cron.parse("  0  3 * * MON-Fri ");
        assertThat(cron.expression()).isEqualTo("0 3 * * MON-Fri");
        assertThat(cron).hasToString("0 3 * * MON-Fri").isEqualTo(Cron.parse("0 3 * * MON-Fri"));
        assertThat(cron).isNotEqualTo(Cron.parse("0 3 * * 1-5"));
        assertThat(cron.hashCode()).isEqualTo(Cron.parse(cron.expression()).hashCode());
    }

    static Stream<Arguments> what_is_none_or_never_runs() {
        String never = "never runs: no month that it names has such a day";
        return Stream.of(
                Arguments.of("0 0 30 2 *", never),
                Arguments.of("0 0 30,31 feb *", never),
                Arguments.of("0 0 31 4,6,9,11 *", never),
                Arguments.of("0 0 31 2 */2", never),
                Arguments.of("@reboot", "is a nickname, not five fields"),
                Arguments.of("@daily", "is a nickname, not five fields"),
                Arguments.of("", "has 0 fields, not five: minute, hour,"),
                Arguments.of(" ", "has 0 fields, not five"),
                Arguments.of("hourly", "has 1 field, not five"),
                Arguments.of("0 3 * *", "has 4 fields, not five"),
                Arguments.of("0 0 3 * * *", "has 6 fields, not five"),
                Arguments.of("60 * * * *", "has the minute '60', which is not from 0 to 59"),
                Arguments.of("* 24 * * *", "has the hour '24', which is not from 0 to 23"),
                Arguments.of(
                        "* * 0 * *", "has the day of the month '0', which is not from 1 to 31"),
                Arguments.of("* * 32 * *", "has the day of the month '32', which is not from 1"),
                Arguments.of("* * * 13 *", "has the month '13', which is not from 1 to 12"),
                Arguments.of("* * * 0 *", "has the month '0', which is not from 1 to 12"),
                Arguments.of("* * * * 8", "has the day of the week '8', which is not from 0 to 7"),
                Arguments.of("-1 * * * *", "has the minute '-1', which is not one"),
                Arguments.of("1,,2 * * * *", "has the minute '', which is not one"),
                Arguments.of("1.5 * * * *", "has the minute '1.5', which is not one"),
                Arguments.of("mon * * * *", "has the minute 'mon', which is not one"),
                Arguments.of("* * ? * *", "has the day of the month '?', which is not one"),
                Arguments.of("* * L * *", "has the day of the month 'l', which is not one"),
                Arguments.of("* * 15W * *", "has the day of the month '15w', which is not one"),
                Arguments.of("* * * june *", "has the month 'june', which is not one"),
                Arguments.of("* * * * 5#2", "has the day of the week '5#2', which is not one"),
                Arguments.of("* * * * 1|2", "has the day of the week '1|2', which is not one"),
                Arguments.of(
                        "30-10 * * * *", "has the minute '30-10', which ends before it begins"),
                Arguments.of("* * * * sat-mon", "the day of the week 'sat-mon', which ends before"),
                Arguments.of("*/0 * * * *", "has the minute '*/0', which would never go on"),
                Arguments.of("5/15 * * * *", "has the minute '5/15', which steps through nothing"));
    }

    @ParameterizedTest
    @MethodSource
    void what_is_none_or_never_runs(String expression, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cron.parse(expression))
                .withMessageContaining(why);
    }

    // --- Against a reckoning by hand, day by day.

    /** A field of an expression, and what it names. */
    private record Part(String text, SortedSet<Integer> values, boolean starred) {}

    @Test
    void any_expression_is_due_when_its_fields_say_so() {
        long seed = 20_270_801;
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<Part> parts =
                    List.of(
                            part(random, 0, 59),
                            part(random, 0, 23),
                            part(random, 1, 28),
                            part(random, 1, 12),
                            part(random, 0, 6));
            String expression = parts.stream().map(Part::text).collect(Collectors.joining(" "));
            LocalDateTime after =
                    LocalDate.of(2026, 1, 1)
                            .plusDays(random.nextInt(1_000))
                            .atTime(random.nextInt(24), random.nextInt(60));
            assertThat(next(expression, after, 20))
                    .as("%s after %s, seed %s", expression, after, seed)
                    .isEqualTo(byHand(parts, after, 20));
        }
    }

    private static Part part(Random random, int first, int last) {
        int from = first + random.nextInt(last - first);
        int to = from + random.nextInt(last - from) + 1;
        int step = 1 + random.nextInt(5);
        int end = last == 28 ? 31 : last;
        return switch (random.nextInt(5)) {
            case 0 -> stepped("*", first, end, 1);
            case 1 -> stepped("*/" + step, first, end, step);
            case 2 -> stepped(from + "-" + to, from, to, 1);
            case 3 -> stepped(from + "-" + to + "/" + step, from, to, step);
            default -> new Part(from + "," + to, new TreeSet<>(List.of(from, to)), false);
        };
    }

    private static Part stepped(String text, int from, int to, int step) {
        SortedSet<Integer> values = new TreeSet<>();
        for (int value = from; value <= to; value += step) {
            values.add(value);
        }
        return new Part(text, values, text.startsWith("*"));
    }

    private static List<LocalDateTime> byHand(List<Part> parts, LocalDateTime after, int count) {
        List<LocalDateTime> times = new ArrayList<>();
        LocalDate day = after.toLocalDate();
        while (times.size() < count) {
            if (isNamed(parts, day)) {
                for (int hour : parts.get(1).values()) {
                    for (int minute : parts.get(0).values()) {
                        LocalDateTime time = day.atTime(hour, minute);
                        if (time.isAfter(after) && times.size() < count) {
                            times.add(time);
                        }
                    }
                }
            }
            day = day.plusDays(1);
        }
        return times;
    }

    private static boolean isNamed(List<Part> parts, LocalDate day) {
        Part monthDay = parts.get(2);
        Part weekDay = parts.get(4);
        DayOfWeek week = day.getDayOfWeek();
        boolean byMonth = monthDay.values().contains(day.getDayOfMonth());
        boolean byWeek = weekDay.values().contains(week.getValue() % 7);
        boolean both = monthDay.starred() || weekDay.starred();
        return parts.get(3).values().contains(day.getMonthValue())
                && (both ? byMonth && byWeek : byMonth || byWeek);
    }
}
