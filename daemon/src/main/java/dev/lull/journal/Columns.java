package dev.lull.journal;

import dev.lull.access.AccessRole;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values that SQLite has no type for. Times are milliseconds, so that they can be compared. */
final class Columns {
    private Columns() {}

    static void set(PreparedStatement sql, int column, Optional<Instant> time) throws SQLException {
        if (time.isPresent()) {
            sql.setLong(column, time.get().toEpochMilli());
        } else {
            sql.setNull(column, Types.INTEGER);
        }
    }

    static void setRole(PreparedStatement sql, int column, Optional<AccessRole> role)
            throws SQLException {
        if (role.isPresent()) {
            sql.setString(column, role.get().word());
        } else {
            sql.setNull(column, Types.VARCHAR);
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        Instant time = instant(row, column);
        return row.wasNull() ? Optional.empty() : Optional.of(time);
    }

    static Optional<AccessRole> optionalRole(ResultSet row, String column) throws SQLException {
        @Nullable String word = row.getString(column);
        return row.wasNull() ? Optional.empty() : Optional.of(role(word));
    }

    /**
     * A role that must be there.
     *
     * @throws SQLException where it is none that this Lull knows
     */
    static AccessRole role(@Nullable String word) throws SQLException {
        try {
            return AccessRole.parse(String.valueOf(word));
        } catch (IllegalArgumentException e) {
            throw new SQLException("the role '" + word + "' " + e.getMessage(), e);
        }
    }
}
