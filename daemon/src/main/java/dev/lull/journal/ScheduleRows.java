package dev.lull.journal;

import dev.lull.schedule.Order;
import dev.lull.schedule.Schedule;
import dev.lull.schedule.ScheduleId;
import dev.lull.schedule.Source;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads rows of schedules. One that can't be read keeps no other from running: it is left out, and
 * told once. Thread-safe.
 */
final class ScheduleRows {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduleRows.class);

    private final OrderJson json = new OrderJson();
    private final Set<Long> told = ConcurrentHashMap.newKeySet();

    /** What a row turned out to be. */
    sealed interface Reading {}

    record Known(Schedule schedule) implements Reading {}

    /** One that can't be read, but for these. */
    record Damaged(ScheduleId id, boolean paused) implements Reading {}

    /** As it is kept in a row. */
    String write(Order order) {
        return json.write(order);
    }

    static String word(Source source) {
        return source.name().toLowerCase(Locale.ROOT);
    }

    /** Those of the rows that can be read. */
    List<Schedule> read(PreparedStatement sql) throws SQLException {
        List<Schedule> schedules = new ArrayList<>();
        for (Reading reading : readings(sql)) {
            if (reading instanceof Known known) {
                schedules.add(known.schedule());
            }
        }
        return List.copyOf(schedules);
    }

    /** Those of the rows that can't be. */
    List<Damaged> damaged(PreparedStatement sql) throws SQLException {
        List<Damaged> all = new ArrayList<>();
        for (Reading reading : readings(sql)) {
            if (reading instanceof Damaged damaged) {
                all.add(damaged);
            }
        }
        return List.copyOf(all);
    }

    private List<Reading> readings(PreparedStatement sql) throws SQLException {
        List<Reading> readings = new ArrayList<>();
        try (ResultSet row = sql.executeQuery()) {
            while (row.next()) {
                ScheduleId id = new ScheduleId(row.getLong("id"));
                try {
                    readings.add(new Known(schedule(id, row)));
                } catch (IllegalArgumentException e) {
                    tell(id, row, e);
                    readings.add(new Damaged(id, row.getBoolean("paused")));
                }
            }
        }
        return readings;
    }

    private Schedule schedule(ScheduleId id, ResultSet row) throws SQLException {
        return new Schedule(
                id,
                json.read(row.getString("wanted")),
                source(row.getString("source")),
                row.getString("asker"),
                Columns.instant(row, "since"),
                row.getBoolean("paused"),
                row.getBoolean("skipping"),
                Columns.instant(row, "settled"),
                row.getBoolean("gone"));
    }

    private static Source source(String word) {
        return Arrays.stream(Source.values())
                .filter(s -> word(s).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + word + "' is no source of schedules"));
    }

    /** One that is gone would run nothing anyhow. */
    private void tell(ScheduleId id, ResultSet row, IllegalArgumentException why)
            throws SQLException {
        if (row.getBoolean("gone") || !told.add(id.value())) {
            return;
        }
        String stack = row.getString("stack");
        String name = row.getString("name");
        LOG.atError()
                .addKeyValue("stack", stack)
                .addKeyValue("schedule", name)
                .log(
                        "schedule {}, {} of stack {}, can't be read and runs nothing: {}. Add it"
                                + " again by that name, which takes its place, and remove that one"
                                + " if nobody needs it; one of a compose file comes back by itself"
                                + " when that is read",
                        id,
                        name,
                        stack,
                        why.getMessage());
    }
}
