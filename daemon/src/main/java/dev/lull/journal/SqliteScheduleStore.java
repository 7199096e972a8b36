package dev.lull.journal;

import dev.lull.schedule.Order;
import dev.lull.schedule.Run;
import dev.lull.schedule.RunState;
import dev.lull.schedule.Schedule;
import dev.lull.schedule.ScheduleId;
import dev.lull.schedule.ScheduleStore;
import dev.lull.schedule.Source;
import dev.lull.window.JournalException;
import dev.lull.window.WindowId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Schedules and runs in the journal's database. What can't be read or written is a {@link
 * JournalException}.
 */
final class SqliteScheduleStore implements ScheduleStore {
    private final OrderJson json = new OrderJson();
    private final Database database;

    SqliteScheduleStore(Database database) {
        this.database = database;
    }

    @Override
    public Schedule add(Order order, Source source, String by, Instant since) {
        return database.write(
                "keep schedule " + order.name() + " of " + order.stack(),
                () -> {
                    try (PreparedStatement sql =
                            database.prepare(
                                    "insert into schedules(stack, name, wanted, source, asker,"
                                            + " since, paused, skipping, settled, gone)"
                                            + " values(?, ?, ?, ?, ?, ?, 0, 0, ?, 0)"
                                            + " returning *")) {
                        sql.setString(1, order.stack().value());
                        sql.setString(2, order.name());
                        sql.setString(3, json.write(order));
                        sql.setString(4, word(source));
                        sql.setString(5, by);
                        sql.setLong(6, since.toEpochMilli());
                        sql.setLong(7, since.toEpochMilli());
                        try (ResultSet row = sql.executeQuery()) {
                            return schedule(row);
                        }
                    }
                });
    }

    @Override
    public void put(Schedule schedule, List<Run> runs) {
        database.write(
                "keep schedule " + schedule.id(),
                () -> {
                    update(schedule);
                    for (Run run : runs) {
                        insert(run, "insert");
                    }
                    return runs.size();
                });
    }

    @Override
    public void forget(Schedule schedule) {
        database.write(
                "decide schedule " + schedule.id() + " anew",
                () -> {
                    update(schedule);
                    try (PreparedStatement sql =
                            database.prepare("delete from runs where schedule = ? and due > ?")) {
                        sql.setLong(1, schedule.id().value());
                        sql.setLong(2, schedule.settled().toEpochMilli());
                        return sql.executeUpdate();
                    }
                });
    }

    private void update(Schedule schedule) throws SQLException {
        try (PreparedStatement sql =
                database.prepare(
                        "update schedules set wanted = ?, paused = ?, skipping = ?, settled = ?,"
                                + " gone = ? where id = ?")) {
            sql.setString(1, json.write(schedule.order()));
            sql.setBoolean(2, schedule.paused());
            sql.setBoolean(3, schedule.skipping());
            sql.setLong(4, schedule.settled().toEpochMilli());
            sql.setBoolean(5, schedule.gone());
            sql.setLong(6, schedule.id().value());
            if (sql.executeUpdate() != 1) {
                throw new SQLException("there is no schedule " + schedule.id());
            }
        }
    }

    @Override
    public List<Schedule> all() {
        return database.read(
                "list the schedules",
                () -> {
                    try (PreparedStatement sql =
                            database.prepare("select * from schedules order by id")) {
                        return schedules(sql);
                    }
                });
    }

    @Override
    public Optional<Schedule> find(ScheduleId id) {
        return database.read(
                "read schedule " + id,
                () -> {
                    try (PreparedStatement sql =
                            database.prepare("select * from schedules where id = ?")) {
                        sql.setLong(1, id.value());
                        return schedules(sql).stream().findFirst();
                    }
                });
    }

    @Override
    public void put(Run run) {
        database.write(
                "keep a run of schedule " + run.schedule(),
                () -> {
                    insert(run, "insert or replace");
                    return run;
                });
    }

    private void insert(Run run, String verb) throws SQLException {
        try (PreparedStatement sql =
                database.prepare(
                        verb
                                + " into runs(schedule, due, state, \"window\", why, asker, at)"
                                + " values(?, ?, ?, ?, ?, ?, ?)")) {
            sql.setLong(1, run.schedule().value());
            sql.setLong(2, run.due().toEpochMilli());
            sql.setString(3, run.state().word());
            if (run.window().isPresent()) {
                sql.setLong(4, run.window().get().value());
            } else {
                sql.setNull(4, Types.INTEGER);
            }
            sql.setString(5, run.why());
            sql.setString(6, run.by());
            sql.setLong(7, run.at().toEpochMilli());
            sql.executeUpdate();
        }
    }

    @Override
    public Optional<Run> run(ScheduleId schedule, Instant due) {
        return database.read(
                "read a run of schedule " + schedule,
                () -> {
                    try (PreparedStatement sql =
                            database.prepare("select * from runs where schedule = ? and due = ?")) {
                        sql.setLong(1, schedule.value());
                        sql.setLong(2, due.toEpochMilli());
                        return runs(sql).stream().findFirst();
                    }
                });
    }

    @Override
    public List<Run> runs(ScheduleId schedule, int limit) {
        return database.read(
                "list the runs of schedule " + schedule,
                () -> {
                    try (PreparedStatement sql =
                            database.prepare(
                                    "select * from runs where schedule = ? order by due desc"
                                            + " limit ?")) {
                        sql.setLong(1, schedule.value());
                        sql.setInt(2, limit);
                        return runs(sql);
                    }
                });
    }

    @Override
    public List<Run> unfinished() {
        return database.read(
                "list the runs that are under way",
                () -> {
                    try (PreparedStatement sql =
                            database.prepare(
                                    "select * from runs where state in ('looking', 'waiting for"
                                            + " approval', 'waiting for room', 'opening')"
                                            + " order by due, schedule")) {
                        return runs(sql);
                    }
                });
    }

    private List<Schedule> schedules(PreparedStatement sql) throws SQLException {
        try (ResultSet row = sql.executeQuery()) {
            List<Schedule> schedules = new ArrayList<>();
            while (row.next()) {
                schedules.add(schedule(row));
            }
            return List.copyOf(schedules);
        }
    }

    private Schedule schedule(ResultSet row) throws SQLException {
        ScheduleId id = new ScheduleId(row.getLong("id"));
        return new Schedule(
                id,
                order(id, row.getString("wanted")),
                source(row.getString("source")),
                row.getString("asker"),
                Columns.instant(row, "since"),
                row.getBoolean("paused"),
                row.getBoolean("skipping"),
                Columns.instant(row, "settled"),
                row.getBoolean("gone"));
    }

    private Order order(ScheduleId id, String text) throws SQLException {
        try {
            return json.read(text);
        } catch (IllegalArgumentException e) {
            throw new SQLException("what schedule " + id + " is: " + e.getMessage(), e);
        }
    }

    private static String word(Source source) {
        return source.name().toLowerCase(Locale.ROOT);
    }

    private static Source source(String word) throws SQLException {
        return Arrays.stream(Source.values())
                .filter(s -> word(s).equals(word))
                .findFirst()
                .orElseThrow(() -> new SQLException("'" + word + "' is no source of schedules"));
    }

    private static List<Run> runs(PreparedStatement sql) throws SQLException {
        try (ResultSet row = sql.executeQuery()) {
            List<Run> runs = new ArrayList<>();
            while (row.next()) {
                runs.add(run(row));
            }
            return List.copyOf(runs);
        }
    }

    private static Run run(ResultSet row) throws SQLException {
        long window = row.getLong("window");
        Optional<WindowId> opened =
                row.wasNull() ? Optional.empty() : Optional.of(new WindowId(window));
        return new Run(
                new ScheduleId(row.getLong("schedule")),
                Columns.instant(row, "due"),
                state(row.getString("state")),
                opened,
                row.getString("why"),
                row.getString("asker"),
                Columns.instant(row, "at"));
    }

    private static RunState state(String word) throws SQLException {
        return Arrays.stream(RunState.values())
                .filter(s -> s.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new SQLException("'" + word + "' is no state of a run"));
    }
}
