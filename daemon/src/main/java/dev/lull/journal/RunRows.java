package dev.lull.journal;

import dev.lull.schedule.Run;
import dev.lull.schedule.RunState;
import dev.lull.schedule.ScheduleId;
import dev.lull.schedule.ScheduleStore;
import dev.lull.window.WindowId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of runs. One that can't be read is left out; that there are such is told once for each
 * schedule. Within {@link Database#write} or {@link Database#read}. Thread-safe.
 */
final class RunRows {
    /** States of runs that are not over, in the words of the index of those. */
    static final String UNDER_WAY =
            "('looking', 'waiting for approval', 'waiting for room', 'opening')";

    private static final Logger LOG = LoggerFactory.getLogger(RunRows.class);

    private final Set<Long> told = ConcurrentHashMap.newKeySet();
    private final Database database;

    RunRows(Database database) {
        this.database = database;
    }

    /**
     * @param verb what to do where the moment has a run already
     */
    void insert(Run run, String verb) throws SQLException {
        try (PreparedStatement sql =
                database.prepare(
                        verb
                                + " into runs(schedule, due, state, \"window\", why, asker, at,"
                                + " request, fingerprint) values(?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
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
            sql.setString(8, run.request());
            sql.setString(9, run.fingerprint());
            sql.executeUpdate();
        }
    }

    /** Deletes those of a schedule that are over and too old to be kept. */
    void prune(ScheduleId schedule) throws SQLException {
        try (PreparedStatement sql =
                database.prepare(
                        "delete from runs where schedule = ? and state not in "
                                + UNDER_WAY
                                + " and due < (select due from runs where schedule = ?"
                                + " and state not in "
                                + UNDER_WAY
                                + " order by due desc limit 1 offset ?)"
                                + " and due is not (select max(due) from runs where schedule = ?"
                                + " and \"window\" is not null)")) {
            sql.setLong(1, schedule.value());
            sql.setLong(2, schedule.value());
            sql.setInt(3, ScheduleStore.RUNS_KEPT - 1);
            sql.setLong(4, schedule.value());
            sql.executeUpdate();
        }
    }

    /** Skips what of a schedule is under way. */
    void skip(ScheduleId schedule, String why, Instant now) throws SQLException {
        try (PreparedStatement sql =
                database.prepare(
                        "update runs set state = ?, why = ?, at = ? where schedule = ?"
                                + " and state in "
                                + UNDER_WAY)) {
            sql.setString(1, RunState.SKIPPED.word());
            sql.setString(2, why);
            sql.setLong(3, now.toEpochMilli());
            sql.setLong(4, schedule.value());
            sql.executeUpdate();
        }
    }

    List<Run> read(PreparedStatement sql) throws SQLException {
        List<Run> runs = new ArrayList<>();
        try (ResultSet row = sql.executeQuery()) {
            while (row.next()) {
                try {
                    runs.add(run(row));
                } catch (IllegalArgumentException e) {
                    tell(row, e);
                }
            }
        }
        return List.copyOf(runs);
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
                Columns.instant(row, "at"),
                row.getString("request"),
                row.getString("fingerprint"));
    }

    private static RunState state(String word) {
        return Arrays.stream(RunState.values())
                .filter(s -> s.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + word + "' is no state of a run"));
    }

    private void tell(ResultSet row, IllegalArgumentException why) throws SQLException {
        long schedule = row.getLong("schedule");
        if (told.add(schedule)) {
            LOG.atWarn()
                    .addKeyValue("schedule", schedule)
                    .log(
                            "the run of {} of schedule {} can't be read and is left out, as others"
                                    + " of it may be: {}. Nothing else changes",
                            Columns.instant(row, "due"),
                            schedule,
                            why.getMessage());
        }
    }
}
