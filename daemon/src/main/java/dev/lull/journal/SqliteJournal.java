package dev.lull.journal;

import dev.lull.window.Event;
import dev.lull.window.Journal;
import dev.lull.window.JournalException;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The journal in {@code lull.db}: write-ahead log, synced at every commit. One connection, for one
 * writer is all that SQLite has; calls wait for each other.
 *
 * <p>Transactions are begun by hand: SQLite ends one by itself on some errors (a full disk), and
 * the driver's own bookkeeping doesn't see that.
 */
public final class SqliteJournal implements Journal, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SqliteJournal.class);

    /** How long to wait for someone who looks into the file with other tools. */
    private static final Duration BUSY = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final EventJson json = new EventJson();
    private final StateDirectory directory;
    private final Path database;
    private final Connection connection;
    private final Clock clock;
    private boolean closed;

    private SqliteJournal(
            StateDirectory directory, Path database, Connection connection, Clock clock) {
        this.directory = directory;
        this.database = database;
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * Takes the state directory until {@link #close}, making it and the database where missing.
     *
     * @throws JournalException when another daemon has the directory, or the database is damaged or
     *     of a newer Lull
     */
    public static SqliteJournal open(Path stateDir, Clock clock) {
        StateDirectory directory = StateDirectory.take(stateDir);
        boolean opened = false;
        try {
            Path database = directory.file("lull.db");
            SqliteJournal journal =
                    new SqliteJournal(directory, database, connect(database), clock);
            opened = true;
            return journal;
        } finally {
            if (!opened) {
                directory.close();
            }
        }
    }

    @Override
    public WindowId open(Event.Opened opened) {
        return write(
                "open a window for " + opened.stack(),
                () -> {
                    WindowId window = newWindow(opened);
                    insert(window, 1, clock.instant(), opened);
                    return window;
                });
    }

    @Override
    public Recorded append(WindowId window, Event event) {
        return write(
                "append " + json.type(event) + " to window " + window,
                () -> {
                    Recorded recorded = new Recorded(nextSequence(window), clock.instant(), event);
                    insert(window, recorded.sequence(), recorded.at(), event);
                    if (event instanceof Event.Ended) {
                        markEnded(window);
                    }
                    return recorded;
                });
    }

    @Override
    public List<Recorded> read(WindowId window, long after) {
        return locked("read window " + window, () -> select(window, after));
    }

    @Override
    public List<WindowId> windows() {
        return locked("list windows", () -> ids("select id from windows order by id desc"));
    }

    @Override
    public List<WindowId> open() {
        return locked(
                "list open windows",
                () -> ids("select id from windows where ended = 0 order by id"));
    }

    /** Waits for the call that is under way. May be called again. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                closeAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void closeAll() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(database, "close", e);
        } finally {
            directory.close();
        }
    }

    /** What a setting of SQLite is, for tests. */
    String pragma(String name) {
        return locked(
                "read a setting",
                () -> {
                    try (Statement sql = connection.createStatement();
                            ResultSet row = sql.executeQuery("pragma " + name)) {
                        return row.getString(1);
                    }
                });
    }

    private static Connection connect(Path database) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) BUSY.toMillis());
        config.enforceForeignKeys(true);
        try {
            Connection connection = config.createConnection("jdbc:sqlite:" + database);
            boolean ready = false;
            try {
                Schema.migrate(connection, database);
                ready = true;
                return connection;
            } finally {
                if (!ready) {
                    connection.close();
                }
            }
        } catch (SQLException e) {
            throw failure(database, "open", e);
        }
    }

    private WindowId newWindow(Event.Opened opened) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("insert into windows(stack) values(?) returning id")) {
            sql.setString(1, opened.stack().value());
            try (ResultSet row = sql.executeQuery()) {
                return new WindowId(row.getLong(1));
            }
        }
    }

    private long nextSequence(WindowId window) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement(
                        "select max(sequence) from events where \"window\" = ?")) {
            sql.setLong(1, window.value());
            try (ResultSet row = sql.executeQuery()) {
                long last = row.getLong(1);
                if (last == 0) {
                    throw new JournalException("there is no window " + window + " in " + database);
                }
                return last + 1;
            }
        }
    }

    private void insert(WindowId window, long sequence, Instant at, Event event)
            throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("insert into events values(?, ?, ?, ?, ?)")) {
            sql.setLong(1, window.value());
            sql.setLong(2, sequence);
            sql.setString(3, at.toString());
            sql.setString(4, json.type(event));
            sql.setString(5, body(event));
            sql.executeUpdate();
        }
    }

    private String body(Event event) {
        try {
            return json.write(event);
        } catch (IllegalArgumentException e) {
            throw new JournalException("can't journal this: " + e.getMessage(), e);
        }
    }

    private void markEnded(WindowId window) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("update windows set ended = 1 where id = ?")) {
            sql.setLong(1, window.value());
            sql.executeUpdate();
        }
    }

    private List<Recorded> select(WindowId window, long after) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement(
                        "select sequence, at, type, body from events"
                                + " where \"window\" = ? and sequence > ? order by sequence")) {
            sql.setLong(1, window.value());
            sql.setLong(2, after);
            List<Recorded> events = new ArrayList<>();
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    events.add(recorded(row, window, after + events.size() + 1));
                }
            }
            if (events.isEmpty() && after == 0 && exists(window)) {
                throw damaged(window, 1, "it is missing, and so are all others", null);
            }
            return List.copyOf(events);
        }
    }

    private boolean exists(WindowId window) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("select 1 from windows where id = ?")) {
            sql.setLong(1, window.value());
            try (ResultSet row = sql.executeQuery()) {
                return row.next();
            }
        }
    }

    private Recorded recorded(ResultSet row, WindowId window, long expected) throws SQLException {
        long sequence = row.getLong(1);
        if (sequence != expected) {
            throw damaged(window, expected, "it is missing, the next one is " + sequence, null);
        }
        try {
            Instant at = Instant.parse(row.getString(2));
            return new Recorded(sequence, at, json.read(row.getString(3), row.getString(4)));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw damaged(window, sequence, String.valueOf(e.getMessage()), e);
        }
    }

    private JournalException damaged(
            WindowId window, long sequence, String what, @Nullable Exception cause) {
        String message =
                "event %d of window %d in %s can't be read: %s. Nothing was changed. Keep a copy of %s, then put back a backup of lull.db or mend the row; if a newer Lull wrote it, run that one"
                        .formatted(sequence, window.value(), database, what, directory.path());
        return cause == null ? new JournalException(message) : new JournalException(message, cause);
    }

    private List<WindowId> ids(String query) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            List<WindowId> ids = new ArrayList<>();
            while (row.next()) {
                ids.add(new WindowId(row.getLong(1)));
            }
            return List.copyOf(ids);
        }
    }

    private <T> T write(String what, Work<T> work) {
        return locked(
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

    private <T> T locked(String what, Work<T> work) {
        lock.lock();
        try {
            if (closed) {
                throw new JournalException("can't " + what + ": the journal is closed");
            }
            return work.run();
        } catch (SQLException e) {
            throw failure(database, what, e);
        } finally {
            lock.unlock();
        }
    }

    private static JournalException failure(Path database, String what, SQLException e) {
        String why =
                switch (primaryCode(e)) {
                    case SQLITE_FULL ->
                            "there is no room left in "
                                    + database.getParent()
                                    + ": free some there, then ask again";
                    case SQLITE_CORRUPT, SQLITE_NOTADB ->
                            database
                                    + " is damaged ("
                                    + e.getMessage()
                                    + "): keep a copy of "
                                    + database.getParent()
                                    + ", then put back a backup of it";
                    case SQLITE_BUSY, SQLITE_LOCKED ->
                            "another program has " + database + " locked: end it, then ask again";
                    default -> database + ": " + e.getMessage();
                };
        return new JournalException("can't " + what + ": " + why, e);
    }

    private static SQLiteErrorCode primaryCode(SQLException e) {
        return e instanceof SQLiteException sqlite
                ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    /** Something done with the connection. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws SQLException;
    }
}
