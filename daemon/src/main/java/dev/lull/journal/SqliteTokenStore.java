package dev.lull.journal;

import dev.lull.access.NewToken;
import dev.lull.access.Token;
import dev.lull.access.TokenStore;
import dev.lull.window.JournalException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens in the journal's database. What can't be read or written is a {@link JournalException}.
 */
final class SqliteTokenStore implements TokenStore {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteTokenStore.class);

    /** Its columns, for whoever reads one. */
    static final String COLUMNS =
            "tokens.id as id, name, role, created_at, created_by,"
                    + " tokens.expires_at as expires_at, revoked_at, last_used_at";

    private final Database database;

    SqliteTokenStore(Database database) {
        this.database = database;
    }

    @Override
    public Token add(NewToken token) {
        return database.write(
                "keep token " + token.name(),
                () -> {
                    try (PreparedStatement sql =
                            database.prepare(
                                    "insert into tokens(name, role, created_at, created_by,"
                                            + " expires_at, hash) values(?, ?, ?, ?, ?, ?)"
                                            + " returning "
                                            + COLUMNS.replace("tokens.", ""))) {
                        sql.setString(1, token.name());
                        sql.setString(2, token.role().word());
                        sql.setLong(3, token.createdAt().toEpochMilli());
                        sql.setString(4, token.createdBy());
                        Columns.set(sql, 5, token.expiresAt());
                        sql.setString(6, token.hash());
                        try (ResultSet row = sql.executeQuery()) {
                            return token(row);
                        }
                    }
                });
    }

    @Override
    public Optional<Token> find(String hash) {
        return database.read(
                "look for a token",
                () -> {
                    try (PreparedStatement sql =
                            database.prepare("select " + COLUMNS + " from tokens where hash = ?")) {
                        sql.setString(1, hash);
                        return tokens(sql).stream().findFirst();
                    }
                });
    }

    @Override
    public List<Token> all() {
        return database.read(
                "list the tokens",
                () -> {
                    try (PreparedStatement sql =
                            database.prepare(
                                    "select " + COLUMNS + " from tokens order by id desc")) {
                        return tokens(sql);
                    }
                });
    }

    @Override
    public boolean revoke(long id, Instant at) {
        return database.write(
                "revoke token " + id,
                () -> {
                    try (PreparedStatement sql =
                            database.prepare(
                                    "update tokens set revoked_at = coalesce(revoked_at, ?)"
                                            + " where id = ?")) {
                        sql.setLong(1, at.toEpochMilli());
                        sql.setLong(2, id);
                        return sql.executeUpdate() > 0;
                    }
                });
    }

    @Override
    public void used(long id, Instant at) {
        try {
            database.write("note the use of token " + id, () -> update(id, at));
        } catch (JournalException e) {
            LOG.warn("the last use of token {} is not noted: {}", id, e.getMessage());
        }
    }

    private int update(long id, Instant at) throws SQLException {
        try (PreparedStatement sql =
                database.prepare("update tokens set last_used_at = ? where id = ?")) {
            sql.setLong(1, at.toEpochMilli());
            sql.setLong(2, id);
            return sql.executeUpdate();
        }
    }

    private static List<Token> tokens(PreparedStatement sql) throws SQLException {
        try (ResultSet row = sql.executeQuery()) {
            List<Token> tokens = new ArrayList<>();
            while (row.next()) {
                tokens.add(token(row));
            }
            return List.copyOf(tokens);
        }
    }

    /** The token in this row, which has {@link #COLUMNS}. */
    static Token token(ResultSet row) throws SQLException {
        return new Token(
                row.getLong("id"),
                row.getString("name"),
                Columns.role(row.getString("role")),
                Columns.instant(row, "created_at"),
                row.getString("created_by"),
                Columns.optionalInstant(row, "expires_at"),
                Columns.optionalInstant(row, "revoked_at"),
                Columns.optionalInstant(row, "last_used_at"));
    }
}
