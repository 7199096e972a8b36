package dev.lull.calendar;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A five-field expression as Unix has it: minute, hour, day of the month, month, day of the week.
 * Where both days are restricted, one of them is enough; but where one begins with a star and
 * steps, it takes both.
 *
 * <p>The values of the fields are worked out here, for the library that computes times has ways of
 * its own with Sundays as 7, with steps, and with which day counts.
 */
public final class Cron {
    private static final CronDefinition EITHER_DAY =
            CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);
    private static final CronDefinition BOTH_DAYS =
            CronDefinitionBuilder.defineCron()
                    .withMinutes()
                    .withStrictRange()
                    .and()
                    .withHours()
                    .withStrictRange()
                    .and()
                    .withDayOfMonth()
                    .withStrictRange()
                    .and()
                    .withMonth()
                    .withStrictRange()
                    .and()
                    .withDayOfWeek()
                    .withValidRange(0, 7)
                    .withMondayDoWValue(1)
                    .withIntMapping(7, 0)
                    .withStrictRange()
                    .and()
                    .matchDayOfWeekAndDayOfMonth()
                    .instance();

    private final String expression;
    private final Map<Field.Kind, Field> fields;
    private final ExecutionTime times;

    private Cron(String expression, Map<Field.Kind, Field> fields) {
        this.expression = expression;
        this.fields = fields;
        this.times = ExecutionTime.forCron(computed());
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException if it is none, or one that never runs; the message completes
     *     "which …"
     */
    public static Cron parse(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("@")) {
            throw new IllegalArgumentException(
                    "is a nickname, not five fields such as '0 3 * * *' for each day at 3");
        }
        List<String> words =
                Stream.of(stripped.split("\\s+", -1)).filter(w -> !w.isEmpty()).toList();
        if (words.size() != Field.Kind.values().length) {
            throw new IllegalArgumentException(
                    "has "
                            + words.size()
                            + (words.size() == 1 ? " field" : " fields")
                            + ", not five: minute, hour, day of the month, month, day of the week");
        }
        Map<Field.Kind, Field> fields = new EnumMap<>(Field.Kind.class);
        for (Field.Kind kind : Field.Kind.values()) {
            fields.put(kind, Field.parse(kind, words.get(fields.size())));
        }
        Cron cron = new Cron(String.join(" ", words), fields);
        if (cron.neverRuns()) {
            throw new IllegalArgumentException("never runs: no month that it names has such a day");
        }
        return cron;
    }

    /** As it was written. */
    public String expression() {
        return expression;
    }

    /** The first time after this one, by a clock that is never changed. */
    public Optional<LocalDateTime> next(LocalDateTime after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toLocalDateTime);
    }

    /** In English, e.g. {@code at 03:00 on Sunday}. */
    public String words() {
        return Words.of(fields, oneDayIsEnough());
    }

    private Field field(Field.Kind kind) {
        return Objects.requireNonNull(fields.get(kind));
    }

    private boolean isRestricted(Field.Kind kind) {
        return !field(kind).every();
    }

    private boolean oneDayIsEnough() {
        return !field(Field.Kind.DAY_OF_MONTH).starred()
                && !field(Field.Kind.DAY_OF_WEEK).starred();
    }

    /** One of them restricts nothing, and it is enough. */
    private boolean isEachDay() {
        return oneDayIsEnough()
                && !(isRestricted(Field.Kind.DAY_OF_MONTH) && isRestricted(Field.Kind.DAY_OF_WEEK));
    }

    /** A day of the week comes in each month. */
    private boolean neverRuns() {
        int day = field(Field.Kind.DAY_OF_MONTH).values().first();
        return !oneDayIsEnough()
                && field(Field.Kind.MONTH).values().stream()
                        .noneMatch(m -> Month.of(m).maxLength() >= day);
    }

    private com.cronutils.model.Cron computed() {
        String text =
                String.join(
                        " ",
                        field(Field.Kind.MINUTE).listed(),
                        field(Field.Kind.HOUR).listed(),
                        isEachDay() ? "*" : field(Field.Kind.DAY_OF_MONTH).listed(),
                        field(Field.Kind.MONTH).listed(),
                        isEachDay() ? "*" : field(Field.Kind.DAY_OF_WEEK).listed());
        return new CronParser(oneDayIsEnough() ? EITHER_DAY : BOTH_DAYS).parse(text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cron cron && cron.expression.equals(expression);
    }

    @Override
    public int hashCode() {
        return expression.hashCode();
    }

    @Override
    public String toString() {
        return expression;
    }
}
