package dev.lull.journal;

import dev.lull.access.AuditEntry;
import dev.lull.access.AuditLog;
import dev.lull.access.Audited;
import dev.lull.window.JournalException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The audit log in the journal's database. What can't be read or written is a {@link
 * JournalException}.
 */
final class SqliteAuditLog implements AuditLog {
    private static final Kept KEPT = new Kept(50_000, 10_000, 500);

    private final Database database;
    private final Kept kept;

    /**
     * How much of it is kept.
     *
     * @param all entries
     * @param ofRefused how many of them may be of what was refused, or failed
     * @param slack how many may be there beyond that
     */
    record Kept(int all, int ofRefused, int slack) {}

    SqliteAuditLog(Database database) {
        this(database, KEPT);
    }

    SqliteAuditLog(Database database, Kept kept) {
        this.database = database;
        this.kept = kept;
    }

    @Override
    public long begin(AuditEntry entry) {
        return write(entry, OptionalInt.empty(), "");
    }

    @Override
    public void record(AuditEntry entry, int status, String problem) {
        write(entry, OptionalInt.of(status), problem);
    }

    private long write(AuditEntry entry, OptionalInt status, String problem) {
        return database.write(
                "write to the audit log",
                () -> {
                    long id = insert(entry, status, problem);
                    if (id % kept.slack() == 0) {
                        prune();
                    }
                    return id;
                });
    }

    private long insert(AuditEntry entry, OptionalInt status, String problem) throws SQLException {
        try (PreparedStatement sql =
                database.prepare(
                        "insert into audit(at, who, role, origin, method, path, status,"
                                + " problem) values(?, ?, ?, ?, ?, ?, ?, ?) returning id")) {
            sql.setLong(1, entry.at().toEpochMilli());
            sql.setString(2, entry.who());
            Columns.setRole(sql, 3, entry.role());
            sql.setString(4, entry.from());
            sql.setString(5, entry.method());
            sql.setString(6, entry.path());
            if (status.isPresent()) {
                sql.setInt(7, status.getAsInt());
            } else {
                sql.setNull(7, Types.INTEGER);
            }
            sql.setString(8, problem);
            try (ResultSet row = sql.executeQuery()) {
                return row.getLong(1);
            }
        }
    }

    private void prune() throws SQLException {
        removeBeyond(
                kept.ofRefused(),
                "select id from audit where status >= 400 order by id desc limit -1 offset ?");
        removeBeyond(kept.all(), "select id from audit order by id desc limit -1 offset ?");
    }

    private void removeBeyond(int newest, String others) throws SQLException {
        try (PreparedStatement sql =
                database.prepare("delete from audit where id in (" + others + ")")) {
            sql.setInt(1, newest);
            sql.executeUpdate();
        }
    }

    @Override
    public void end(long id, int status, String problem) {
        database.write(
                "write to the audit log",
                () -> {
                    try (PreparedStatement sql =
                            database.prepare(
                                    "update audit set status = ?, problem = ? where id = ?")) {
                        sql.setInt(1, status);
                        sql.setString(2, problem);
                        sql.setLong(3, id);
                        return sql.executeUpdate();
                    }
                });
    }

    @Override
    public List<Audited> read(int limit, long before) {
        return database.read(
                "read the audit log",
                () -> {
                    try (PreparedStatement sql =
                            database.prepare(
                                    "select * from audit where id < ? order by id desc limit ?")) {
                        sql.setLong(1, before);
                        sql.setInt(2, limit);
                        return entries(sql);
                    }
                });
    }

    @Override
    public void probe() {
        database.touch();
    }

    private static List<Audited> entries(PreparedStatement sql) throws SQLException {
        try (ResultSet row = sql.executeQuery()) {
            List<Audited> entries = new ArrayList<>();
            while (row.next()) {
                entries.add(entry(row));
            }
            return List.copyOf(entries);
        }
    }

    /** An entry without a status has 0 here, which HTTP has not. */
    private static Audited entry(ResultSet row) throws SQLException {
        int status = row.getInt("status");
        return new Audited(
                row.getLong("id"),
                new AuditEntry(
                        Columns.instant(row, "at"),
                        row.getString("who"),
                        Columns.optionalRole(row, "role"),
                        row.getString("origin"),
                        row.getString("method"),
                        row.getString("path")),
                status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
                row.getString("problem"));
    }
}
