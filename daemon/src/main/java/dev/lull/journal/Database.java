package dev.lull.journal;

import dev.lull.window.JournalException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file {@code lull.db}: write-ahead log, synced at every commit. One connection, for one writer
 * is all that SQLite has; calls wait for each other.
 *
 * <p>Transactions are begun by hand: SQLite ends one by itself on some errors (a full disk), and
 * the driver's own bookkeeping doesn't see that.
 */
final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    /** How long to wait for someone who looks into the file with other tools. */
    private static final Duration BUSY = Duration.ofSeconds(5);

    private static final Set<SQLiteErrorCode> INDEX =
            EnumSet.of(
                    SQLiteErrorCode.SQLITE_IOERR_SHMOPEN,
                    SQLiteErrorCode.SQLITE_IOERR_SHMSIZE,
                    SQLiteErrorCode.SQLITE_IOERR_SHMMAP);

    private final ReentrantLock lock = new ReentrantLock();
    private final Path file;
    private final Connection connection;
    private boolean closed;

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Something done with the database. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /**
     * Makes it where it is missing, and brings its tables up to date.
     *
     * @throws JournalException when it is damaged or of a newer Lull
     */
    static Database open(Path file) {
        return new Database(file, connect(file));
    }

    Path file() {
        return file;
    }

    /** For use within {@link #write} or {@link #read}. */
    PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** All of it, or nothing. */
    <T> T write(String what, Work<T> work) {
        return read(
                what,
                () -> {
                    execute("begin immediate");
                    boolean committed = false;
                    try {
                        T result = work.run();
                        execute("commit");
                        committed = true;
                        return result;
                    } finally {
                        if (!committed) {
                            rollBack();
                        }
                    }
                });
    }

    /**
     * Writes to the disk what is there already. A write that is only taken back would not tell
     * whether the disk takes one: it never gets there.
     */
    void touch() {
        write(
                "write to the journal",
                () -> {
                    execute("pragma user_version = " + userVersion());
                    return true;
                });
    }

    private int userVersion() throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("pragma user_version")) {
            return row.getInt(1);
        }
    }

    /** If it stays undone after all, the next transaction can't begin, and says so. */
    private void rollBack() {
        try {
            execute("rollback");
        } catch (SQLException e) {
            log.atDebug()
                    .addKeyValue("answer", e.getMessage())
                    .log("SQLite had rolled back by itself");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    <T> T read(String what, Work<T> work) {
        lock.lock();
        try {
            if (closed) {
                throw new JournalException("can't " + what + ": the journal is closed");
            }
            return work.run();
        } catch (SQLException e) {
            throw failure(file, what, e);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the call that is under way. May be called again. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                connection.close();
            }
        } catch (SQLException e) {
            throw failure(file, "close", e);
        } finally {
            lock.unlock();
        }
    }

    /** What a setting of SQLite is, for tests. */
    String pragma(String name) {
        return read(
                "read a setting",
                () -> {
                    try (Statement sql = connection.createStatement();
                            ResultSet row = sql.executeQuery("pragma " + name)) {
                        return row.getString(1);
                    }
                });
    }

    private static Connection connect(Path file) {
        try {
            return connect(file, SQLiteConfig.LockingMode.NORMAL);
        } catch (SQLException e) {
            if (!isOfTheIndex(e)) {
                throw failure(file, "open", e);
            }
            return connectWithoutIndex(file);
        }
    }

    /** On a full disk: nobody else can look into the file then, but windows are told of. */
    private static Connection connectWithoutIndex(Path file) {
        try {
            return connect(file, SQLiteConfig.LockingMode.EXCLUSIVE);
        } catch (SQLException e) {
            throw failure(file, "open", e);
        }
    }

    /**
     * The file that is shared with other programs ({@code -shm}) can't be made as large as it has
     * to be.
     */
    private static boolean isOfTheIndex(SQLException e) {
        return e instanceof SQLiteException sqlite && INDEX.contains(sqlite.getResultCode());
    }

    private static Connection connect(Path file, SQLiteConfig.LockingMode locking)
            throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) BUSY.toMillis());
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        boolean ready = false;
        try {
            try (Statement sql = connection.createStatement()) {
                // First: the others look into the file, and so need the index.
                sql.execute("pragma locking_mode = " + locking.getValue());
                sql.execute("pragma journal_mode = wal");
                sql.execute("pragma synchronous = full");
                sql.execute("pragma foreign_keys = on");
            }
            Schema.migrate(connection, file);
            ready = true;
            return connection;
        } finally {
            if (!ready) {
                connection.close();
            }
        }
    }

    private static JournalException failure(Path file, String what, SQLException e) {
        String why =
                switch (primaryCode(e)) {
                    case SQLITE_FULL ->
                            "there is no room left in "
                                    + file.getParent()
                                    + ": free some there, then ask again";
                    case SQLITE_CORRUPT, SQLITE_NOTADB ->
                            file
                                    + " is damaged ("
                                    + e.getMessage()
                                    + "): keep a copy of "
                                    + file.getParent()
                                    + ", then put back a backup of it";
                    case SQLITE_BUSY, SQLITE_LOCKED ->
                            "another program has " + file + " locked: end it, then ask again";
                    default ->
                            NativeLibrary.missing(e, file.resolveSibling(NativeLibrary.DIRECTORY))
                                    .orElseGet(() -> file + ": " + e.getMessage());
                };
        return new JournalException("can't " + what + ": " + why, e);
    }

    /** What kind of failure it is, without the details that SQLite has for some. */
    static SQLiteErrorCode primaryCode(SQLException e) {
        return e instanceof SQLiteException sqlite
                ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }
}
