package dev.lull.journal;

import dev.lull.window.JournalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * The database as an older Lull left it, beside the one that is brought up to date: the way back to
 * that Lull.
 */
final class OlderCopy {
    private static final Logger LOG = LoggerFactory.getLogger(OlderCopy.class);

    private OlderCopy() {}

    /**
     * Makes it, whole and durable, in the place of one that is there already.
     *
     * @param version of the tables; the copy of {@code lull.db} is {@code lull-v1.db} for 1
     * @throws JournalException when it can't be made; what was begun of it is gone then
     */
    static void make(Connection connection, Path database, int version) {
        String name = String.valueOf(database.getFileName());
        Path copy = database.resolveSibling(name.replaceFirst("(\\.db)?$", "-v" + version + ".db"));
        Path partial = copy.resolveSibling(copy.getFileName() + ".partial");
        try {
            try {
                write(connection, partial);
                Files.move(partial, copy, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                remove(partial);
            }
            StateDirectory.sync(copy.resolveSibling("."));
        } catch (SQLException e) {
            throw failure(database, copy, why(e), e);
        } catch (IOException e) {
            throw failure(database, copy, e.toString(), e);
        }
        LOG.info("{} is brought up to date; a copy of it as it was is in {}", database, copy);
    }

    /** SQLite takes a file that is there and empty, and so leaves its mode to us. */
    private static void write(Connection connection, Path partial)
            throws IOException, SQLException {
        remove(partial);
        Files.createFile(
                partial, PosixFilePermissions.asFileAttribute(StateDirectory.PRIVATE_FILE));
        try (PreparedStatement sql = connection.prepareStatement("vacuum into ?")) {
            sql.setString(1, partial.toString());
            sql.execute();
        }
        try (FileChannel written = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            written.force(true);
        }
    }

    private static void remove(Path partial) throws IOException {
        Files.deleteIfExists(partial);
        Files.deleteIfExists(partial.resolveSibling(partial.getFileName() + "-journal"));
    }

    private static String why(SQLException e) {
        return Database.primaryCode(e) == SQLiteErrorCode.SQLITE_FULL
                ? "there is no room left there: free as much as it takes"
                : String.valueOf(e.getMessage());
    }

    private static JournalException failure(Path database, Path copy, String why, Exception cause) {
        return new JournalException(
                "%s is of an older Lull, and can't be copied to %s before it is brought up to date (%s). Nothing was changed; mend that, then start again"
                        .formatted(database, copy, why),
                cause);
    }
}
