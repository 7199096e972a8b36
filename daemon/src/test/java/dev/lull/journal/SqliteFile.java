package dev.lull.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database as nobody but a test looks into it. */
public final class SqliteFile {
    private SqliteFile() {}

    /**
     * Connects past the journal. With the library that a journal would take: a process that loads
     * two of them ends with a segmentation fault.
     */
    public static Connection connect(Path file) throws SQLException {
        NativeLibrary.provide(file.toAbsolutePath().resolveSibling(NativeLibrary.DIRECTORY));
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
}
