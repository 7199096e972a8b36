package dev.lull.calendar;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * When an expression is due, in English. It is told by what the fields name, not by how they say
 * it: what is due at the same times is told in the same words. Pure.
 */
final class Words {
    /** So many days are told one by one. */
    private static final int FEW = 4;

    /** From so many on the first and the last are told. */
    private static final int RANGE = 3;

    private final Map<Field.Kind, Field> fields;

    private Words(Map<Field.Kind, Field> fields) {
        this.fields = fields;
    }

    /**
     * Tells when it is due, e.g. {@code at 03:00 on Sunday}.
     *
     * @param fields one of each kind
     * @param oneDayIsEnough whether it is due on a day that one of the two fields for days names,
     *     and not only on one that both of them do
     */
    static String of(Map<Field.Kind, Field> fields, boolean oneDayIsEnough) {
        return new Words(fields).words(oneDayIsEnough);
    }

    private String words(boolean oneDayIsEnough) {
        TimeWords time = new TimeWords(series(Field.Kind.MINUTE), series(Field.Kind.HOUR));
        boolean byMonth = !namesAll(Field.Kind.DAY_OF_MONTH);
        boolean byWeek = !namesAll(Field.Kind.DAY_OF_WEEK);
        if (byMonth && byWeek) {
            return time.words() + (oneDayIsEnough ? onEither() : onBoth());
        }
        if (oneDayIsEnough || (!byMonth && !byWeek)) {
            return time.words() + (time.areListed() ? " every day" : "") + inMonths();
        }
        return time.words() + (byMonth ? onMonthDays() : onWeekDays() + inMonths());
    }

    private Field field(Field.Kind kind) {
        return Objects.requireNonNull(fields.get(kind));
    }

    private Series series(Field.Kind kind) {
        return Series.of(field(kind).values());
    }

    /** Whether the field names all that there are. */
    private boolean namesAll(Field.Kind kind) {
        return field(kind).every();
    }

    private String onEither() {
        return onMonthDays() + ", and also" + onWeekDays() + inMonths();
    }

    private String onBoth() {
        return onWeekDays() + ", but only" + onMonthDays();
    }

    private String onMonthDays() {
        return " on " + monthDays(series(Field.Kind.DAY_OF_MONTH)) + " of " + ofMonths();
    }

    private static String monthDays(Series days) {
        String first = Series.ordinal(days.first());
        String last = Series.ordinal(days.last());
        if (days.count() <= FEW || days.step() == 0) {
            return "the " + days.listed(Series::ordinal);
        }
        return days.step() == 1
                ? "the " + first + " to " + last
                : "every "
                        + Series.ordinal(days.step())
                        + " day from the "
                        + first
                        + " to the "
                        + last;
    }

    private String ofMonths() {
        Series months = series(Field.Kind.MONTH);
        if (namesAll(Field.Kind.MONTH)) {
            return "every month";
        }
        return isRange(months) ? "each month" + fromTo(months) : months.listed(Words::month);
    }

    private String inMonths() {
        Series months = series(Field.Kind.MONTH);
        if (namesAll(Field.Kind.MONTH)) {
            return "";
        }
        return isRange(months) ? "," + fromTo(months) : " in " + months.listed(Words::month);
    }

    private static String fromTo(Series months) {
        return " from " + month(months.first()) + " to " + month(months.last());
    }

    /** A week may begin with its Sunday, or end with it. */
    private String onWeekDays() {
        Series days = series(Field.Kind.DAY_OF_WEEK);
        if (isRange(days)) {
            return " from " + weekDay(days.first()) + " to " + weekDay(days.last());
        }
        Series fromMonday =
                new Series(days.values().stream().map(d -> d == 0 ? 7 : d).sorted().toList());
        return isRange(fromMonday)
                ? " from " + weekDay(fromMonday.first()) + " to " + weekDay(fromMonday.last())
                : " on " + fromMonday.listed(Words::weekDay);
    }

    private static boolean isRange(Series series) {
        return series.count() >= RANGE && series.isUnbroken();
    }

    private static String month(int number) {
        return Month.of(number).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String weekDay(int number) {
        return DayOfWeek.of(number == 0 ? 7 : number)
                .getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
