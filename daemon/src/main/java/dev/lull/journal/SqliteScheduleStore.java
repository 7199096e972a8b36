package dev.lull.journal;

import dev.lull.schedule.Order;
import dev.lull.schedule.Run;
import dev.lull.schedule.Schedule;
import dev.lull.schedule.ScheduleId;
import dev.lull.schedule.ScheduleStore;
import dev.lull.schedule.Source;
import dev.lull.window.JournalException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Schedules and runs in the journal's database. What can't be done is a {@link JournalException}.
 */
final class SqliteScheduleStore implements ScheduleStore {
    private final ScheduleRows schedules = new ScheduleRows();
    private final RunRows runs;
    private final Database database;

    SqliteScheduleStore(Database database) {
        this.database = database;
        this.runs = new RunRows(database);
    }

    @Override
    public Schedule add(Order order, Source source, String by, Instant since) {
        return database.write(
                "keep schedule " + order.name() + " of " + order.stack(),
                () -> {
                    List<ScheduleRows.Damaged> before = damaged(order, source);
                    for (ScheduleRows.Damaged one : before) {
                        end(one.id(), since);
                    }
                    boolean paused =
                            source == Source.FILE
                                    && before.stream().anyMatch(ScheduleRows.Damaged::paused);
                    return insert(order, source, by, since, paused);
                });
    }

    /** Those of its name and source that can't be read: they would be in its way for good. */
    private List<ScheduleRows.Damaged> damaged(Order order, Source source) throws SQLException {
        try (PreparedStatement sql =
                database.prepare(
                        "select * from schedules where stack = ? and name = ? and gone = 0"
                                + " and (source = ? or source not in ('file', 'person'))")) {
            sql.setString(1, order.stack().value());
            sql.setString(2, order.name());
            sql.setString(3, ScheduleRows.word(source));
            return schedules.damaged(sql);
        }
    }

    private void end(ScheduleId id, Instant now) throws SQLException {
        runs.skip(id, "its schedule could not be read, and another took its place", now);
        try (PreparedStatement sql =
                database.prepare("update schedules set gone = 1 where id = ?")) {
            sql.setLong(1, id.value());
            sql.executeUpdate();
        }
    }

    private Schedule insert(Order order, Source source, String by, Instant since, boolean paused)
            throws SQLException {
        try (PreparedStatement sql =
                database.prepare(
                        "insert into schedules(stack, name, wanted, source, asker, since, paused,"
                                + " skipping, settled, gone) values(?, ?, ?, ?, ?, ?, ?, 0, ?, 0)"
                                + " returning *")) {
            sql.setString(1, order.stack().value());
            sql.setString(2, order.name());
            sql.setString(3, schedules.write(order));
            sql.setString(4, ScheduleRows.word(source));
            sql.setString(5, by);
            sql.setLong(6, since.toEpochMilli());
            sql.setBoolean(7, paused);
            sql.setLong(8, since.toEpochMilli());
            return schedules.read(sql).getFirst();
        }
    }

    @Override
    public void put(Schedule schedule, List<Run> more) {
        database.write(
                "keep schedule " + schedule.id(),
                () -> {
                    update(schedule);
                    for (Run run : more) {
                        runs.insert(run, "insert");
                    }
                    if (!more.isEmpty()) {
                        runs.prune(schedule.id());
                    }
                    return more.size();
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
            sql.setString(1, schedules.write(schedule.order()));
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
                        return schedules.read(sql);
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
                        return schedules.read(sql).stream().findFirst();
                    }
                });
    }

    @Override
    public void put(Run run) {
        database.write(
                "keep a run of schedule " + run.schedule(),
                () -> {
                    runs.insert(run, "insert or replace");
                    if (run.state().isOver()) {
                        runs.prune(run.schedule());
                    }
                    return run;
                });
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
                        return runs.read(sql).stream().findFirst();
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
                        return runs.read(sql);
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
                                    "select * from runs where state in "
                                            + RunRows.UNDER_WAY
                                            + " order by due, schedule")) {
                        return ofReadable(runs.read(sql));
                    }
                });
    }

    /** What can't go on would be waited for. */
    private List<Run> ofReadable(List<Run> all) {
        Set<ScheduleId> readable =
                all.stream()
                        .map(Run::schedule)
                        .distinct()
                        .filter(id -> find(id).isPresent())
                        .collect(Collectors.toSet());
        return all.stream().filter(r -> readable.contains(r.schedule())).toList();
    }
}
