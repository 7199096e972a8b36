package dev.lull.journal;

import dev.lull.window.JournalException;
import dev.lull.window.NewerJournalException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables, brought up to date step by step; {@code user_version} says how far they are. */
final class Schema {
    /** Each a step from the version before. Never change one that was released. */
    private static final List<List<String>> MIGRATIONS =
            List.of(
                    List.of(
                            """
                            create table windows(
                              id integer primary key autoincrement,
                              stack text not null,
                              ended integer not null default 0) strict
                            """,
                            """
                            create table events(
                              "window" integer not null references windows(id),
                              sequence integer not null,
                              at text not null,
                              type text not null,
                              body text not null,
                              primary key("window", sequence)) strict
                            """),
                    List.of(
                            """
                            update events set body = json_remove(
                                json_set(body,
                                  '$.origin', json_object(
                                    'by', json_extract(body, '$.by'), 'from', '', 'request', '',
                                    'reason', json_extract(body, '$.reason'),
                                    'gitSha', '', 'changeUrl', ''),
                                  '$.holdBefore', json('[]')),
                                '$.by', '$.reason')
                              where type = 'opened' and json_valid(body)
                            """,
                            "alter table windows add column asker text not null default ''",
                            "alter table windows add column request text not null default ''",
                            """
                            create unique index windows_of_requests on windows(asker, request)
                              where request <> ''
                            """),
                    List.of(
                            """
                            create table tokens(
                              id integer primary key autoincrement,
                              name text not null,
                              role text not null,
                              created_at integer not null,
                              created_by text not null,
                              expires_at integer,
                              hash text not null unique,
                              revoked_at integer,
                              last_used_at integer) strict
                            """,
                            """
                            create table sessions(
                              hash text primary key,
                              token integer not null references tokens(id),
                              expires_at integer not null) strict
                            """,
                            """
                            create table audit(
                              id integer primary key autoincrement,
                              at integer not null,
                              who text not null,
                              role text,
                              origin text not null,
                              method text not null,
                              path text not null,
                              status integer,
                              problem text not null) strict
                            """),
                    List.of(
                            """
                            create table schedules(
                              id integer primary key autoincrement,
                              stack text not null,
                              name text not null,
                              wanted text not null,
                              source text not null,
                              asker text not null,
                              since integer not null,
                              paused integer not null,
                              skipping integer not null,
                              settled integer not null,
                              gone integer not null) strict
                            """,
                            """
                            create unique index schedules_of_names
                              on schedules(stack, name, source) where gone = 0
                            """,
                            """
                            create table runs(
                              schedule integer not null references schedules(id),
                              due integer not null,
                              state text not null,
                              "window" integer,
                              why text not null,
                              asker text not null,
                              at integer not null,
                              primary key(schedule, due)) strict
                            """,
                            """
                            create index runs_under_way on runs(due) where state in
                              ('looking', 'waiting for approval', 'waiting for room', 'opening')
                            """),
                    List.of(
                            "alter table runs add column request text not null default ''",
                            "alter table runs add column fingerprint text not null default ''"));

    private Schema() {}

    /**
     * Brings the tables up to date. What an older Lull has written is copied first, and nothing is
     * changed without the copy.
     *
     * @throws NewerJournalException when a newer Lull wrote it
     * @throws JournalException when it can't be copied
     */
    static void migrate(Connection connection, Path database) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int version = version(statement);
            if (version > MIGRATIONS.size()) {
                throw new NewerJournalException(
                        "%s was written by a newer Lull (journal version %d, this one knows %d): run that Lull again, or give this one another state directory"
                                .formatted(database, version, MIGRATIONS.size()));
            }
            if (version > 0 && version < MIGRATIONS.size()) {
                OlderCopy.make(connection, database, version);
            }
            for (int next = version + 1; next <= MIGRATIONS.size(); next++) {
                apply(statement, next);
            }
        }
    }

    private static void apply(Statement statement, int version) throws SQLException {
        // One transaction with the version: a crash leaves the one or the other. When a statement
        // fails, the caller closes the connection, which rolls back.
        statement.execute("begin immediate");
        for (String sql : MIGRATIONS.get(version - 1)) {
            statement.execute(sql);
        }
        statement.execute("pragma user_version = " + version);
        statement.execute("commit");
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("pragma user_version")) {
            return row.getInt(1);
        }
    }
}
