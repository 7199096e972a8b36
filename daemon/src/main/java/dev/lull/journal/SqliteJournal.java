package dev.lull.journal;

import dev.lull.access.AuditLog;
import dev.lull.access.SessionStore;
import dev.lull.access.TokenStore;
import dev.lull.schedule.ScheduleStore;
import dev.lull.stack.StackName;
import dev.lull.window.Event;
import dev.lull.window.Journal;
import dev.lull.window.JournalException;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The journal in {@code lull.db}, in a state directory that no other daemon has meanwhile. */
public final class SqliteJournal implements Journal, AutoCloseable {
    private final EventJson json = new EventJson();
    private final StateDirectory directory;
    private final Database database;
    private final Clock clock;

    private SqliteJournal(StateDirectory directory, Database database, Clock clock) {
        this.directory = directory;
        this.database = database;
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
            NativeLibrary.provide(directory.path().resolve(NativeLibrary.DIRECTORY));
            Database database = Database.open(directory.file("lull.db"));
            SqliteJournal journal = new SqliteJournal(directory, database, clock);
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
        return database.write(
                "open a window for " + opened.stack(),
                () -> {
                    WindowId window = newWindow(opened);
                    insert(window, 1, clock.instant(), opened);
                    return window;
                });
    }

    @Override
    public Recorded append(WindowId window, Event event) {
        return database.write(
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
        return database.read("read window " + window, () -> select(window, after));
    }

    @Override
    public List<WindowId> windows() {
        return database.read("list windows", () -> ids("select id from windows order by id desc"));
    }

    @Override
    public List<WindowId> open() {
        return database.read(
                "list open windows",
                () -> ids("select id from windows where ended = 0 order by id"));
    }

    @Override
    public Optional<WindowId> find(String by, String request) {
        return database.read(
                "look for a request",
                () -> {
                    try (PreparedStatement sql =
                            database.prepare(
                                    "select id from windows where asker = ? and request = ?"
                                            + " and request <> ''")) {
                        sql.setString(1, by);
                        sql.setString(2, request);
                        try (ResultSet row = sql.executeQuery()) {
                            return row.next()
                                    ? Optional.of(new WindowId(row.getLong(1)))
                                    : Optional.empty();
                        }
                    }
                });
    }

    @Override
    public StackName stack(WindowId window) {
        return database.read(
                "tell the stack of window " + window, () -> parse(window, stackText(window)));
    }

    private String stackText(WindowId window) throws SQLException {
        try (PreparedStatement sql = database.prepare("select stack from windows where id = ?")) {
            sql.setLong(1, window.value());
            try (ResultSet row = sql.executeQuery()) {
                if (!row.next()) {
                    throw absent(window);
                }
                return row.getString(1);
            }
        }
    }

    private StackName parse(WindowId window, String text) {
        try {
            return new StackName(text);
        } catch (IllegalArgumentException e) {
            throw new JournalException(
                    "the stack of window %s in %s can't be read: %s. %s"
                            .formatted(window, database.file(), e.getMessage(), mend()),
                    e);
        }
    }

    /** The tokens, in the same database. Of use until {@link #close}, as all that is in it. */
    public TokenStore tokens() {
        return new SqliteTokenStore(database);
    }

    /** The browser sessions, likewise. */
    public SessionStore sessions() {
        return new SqliteSessionStore(database);
    }

    /** The schedules and their runs, likewise. */
    public ScheduleStore schedules() {
        return new SqliteScheduleStore(database);
    }

    /** The audit log, likewise. */
    public AuditLog audit() {
        return new SqliteAuditLog(database);
    }

    /** Waits for the call that is under way. May be called again. */
    @Override
    public void close() {
        try {
            database.close();
        } finally {
            directory.close();
        }
    }

    /** What a setting of SQLite is, for tests. */
    String pragma(String name) {
        return database.pragma(name);
    }

    private WindowId newWindow(Event.Opened opened) throws SQLException {
        try (PreparedStatement sql =
                database.prepare(
                        "insert into windows(stack, asker, request) values(?, ?, ?)"
                                + " returning id")) {
            sql.setString(1, opened.stack().value());
            sql.setString(2, opened.origin().by());
            sql.setString(3, opened.origin().request());
            try (ResultSet row = sql.executeQuery()) {
                return new WindowId(row.getLong(1));
            }
        }
    }

    private long nextSequence(WindowId window) throws SQLException {
        try (PreparedStatement sql =
                database.prepare("select max(sequence) from events where \"window\" = ?")) {
            sql.setLong(1, window.value());
            try (ResultSet row = sql.executeQuery()) {
                long last = row.getLong(1);
                if (last == 0) {
                    throw absent(window);
                }
                return last + 1;
            }
        }
    }

    private void insert(WindowId window, long sequence, Instant at, Event event)
            throws SQLException {
        try (PreparedStatement sql = database.prepare("insert into events values(?, ?, ?, ?, ?)")) {
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
                database.prepare("update windows set ended = 1 where id = ?")) {
            sql.setLong(1, window.value());
            sql.executeUpdate();
        }
    }

    private List<Recorded> select(WindowId window, long after) throws SQLException {
        try (PreparedStatement sql =
                database.prepare(
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
        try (PreparedStatement sql = database.prepare("select 1 from windows where id = ?")) {
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

    private JournalException absent(WindowId window) {
        return new JournalException("there is no window " + window + " in " + database.file());
    }

    private JournalException damaged(
            WindowId window, long sequence, String what, @Nullable Exception cause) {
        String message =
                "event %d of window %s in %s can't be read: %s. %s"
                        .formatted(sequence, window, database.file(), what, mend());
        return cause == null ? new JournalException(message) : new JournalException(message, cause);
    }

    private String mend() {
        return "Nothing was changed. Keep a copy of %s, then put back a backup of lull.db or mend the row; if a newer Lull wrote it, run that one"
                .formatted(directory.path());
    }

    private List<WindowId> ids(String query) throws SQLException {
        try (PreparedStatement sql = database.prepare(query);
                ResultSet row = sql.executeQuery()) {
            List<WindowId> ids = new ArrayList<>();
            while (row.next()) {
                ids.add(new WindowId(row.getLong(1)));
            }
            return List.copyOf(ids);
        }
    }
}
