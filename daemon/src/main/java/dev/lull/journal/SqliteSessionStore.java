package dev.lull.journal;

import dev.lull.access.SessionStore;
import dev.lull.window.JournalException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Optional;

/**
 * Browser sessions in the journal's database. What can't be read or written is a {@link
 * JournalException}.
 */
final class SqliteSessionStore implements SessionStore {
    private final Database database;

    SqliteSessionStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(String hash, long token, Instant expiresAt) {
        database.write(
                "keep a session",
                () -> {
                    try (PreparedStatement sql =
                            database.prepare("insert into sessions values(?, ?, ?)")) {
                        sql.setString(1, hash);
                        sql.setLong(2, token);
                        sql.setLong(3, expiresAt.toEpochMilli());
                        return sql.executeUpdate();
                    }
                });
    }

    @Override
    public Optional<Stored> find(String hash) {
        return database.read(
                "look for a session",
                () -> {
                    try (PreparedStatement sql =
                            database.prepare(
                                    "select sessions.expires_at as session_expires_at, "
                                            + SqliteTokenStore.COLUMNS
                                            + " from sessions join tokens on tokens.id = token"
                                            + " where sessions.hash = ?")) {
                        sql.setString(1, hash);
                        try (ResultSet row = sql.executeQuery()) {
                            return row.next()
                                    ? Optional.of(
                                            new Stored(
                                                    SqliteTokenStore.token(row),
                                                    Columns.instant(row, "session_expires_at")))
                                    : Optional.empty();
                        }
                    }
                });
    }

    @Override
    public void remove(String hash) {
        database.write(
                "end a session",
                () -> {
                    try (PreparedStatement sql =
                            database.prepare("delete from sessions where hash = ?")) {
                        sql.setString(1, hash);
                        return sql.executeUpdate();
                    }
                });
    }

    @Override
    public void sweep(Instant now) {
        database.write(
                "remove old sessions",
                () -> {
                    try (PreparedStatement sql =
                            database.prepare(
                                    "delete from sessions where expires_at <= ? or token in"
                                            + " (select id from tokens where revoked_at is not"
                                            + " null)")) {
                        sql.setLong(1, now.toEpochMilli());
                        return sql.executeUpdate();
                    }
                });
    }
}
