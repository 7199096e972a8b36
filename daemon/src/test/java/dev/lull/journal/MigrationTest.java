package dev.lull.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.access.AccessRole;
import dev.lull.access.Token;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.schedule.Run;
import dev.lull.schedule.RunState;
import dev.lull.schedule.ScheduleId;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.Origin;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A newer Lull goes on with what each earlier one has left, in mid-window too. */
@Timeout(60)
class MigrationTest {
    private static final WindowId WINDOW = new WindowId(1);

    /** All there were, before the one of now. */
    private static final int EARLIER = 4;

    private static final String STEPS =
            """
            "steps":[\
            {"kind":"PREPARE","phase":"PREPARING","onFailure":"REFUSE","deadline":"PT1M",\
            "what":"Look","details":[]},\
            {"kind":"WORK","phase":"CHANGING","onFailure":"WAY_BACK","deadline":"PT5M",\
            "what":"Your turn","details":["app"]},\
            {"kind":"VALIDATE","phase":"VALIDATING","onFailure":"HOLD","deadline":"PT1M",\
            "what":"Check","details":[]}]\
            """;

    private static final String WANTED =
            """
            {"stack":"shop","name":"nightly",\
            "timing":{"type":"repeated","cron":"0 3 * * *","zone":"Asia/Kathmandu"},\
            "change":{"type":"update","images":{},"pull":true},"length":"PT10M","late":"PT1H",\
            "conditions":["CHANGED"],"approval":"PT4H"}\
            """;

    @TempDir Path state;

    // --- The databases as they were.

    private static String opened(int version) {
        String from =
                version == 1
                        ? "\"by\":\"ada\",\"reason\":\"a new disk\",\"expected\":\"PT5M\""
                        : "\"origin\":{\"by\":\"ada\",\"from\":\"unix socket\","
                                + "\"request\":\"disk-7\",\"reason\":\"a new disk\","
                                + "\"gitSha\":\"\",\"changeUrl\":\"\"},\"expected\":\"PT5M\","
                                + "\"holdBefore\":[]";
        return "{\"stack\":\"shop\",\"change\":{\"type\":\"none\"}," + STEPS + "," + from + "}";
    }

    private static List<String> tables(int version) {
        List<String> sql = new ArrayList<>();
        sql.add(
                "create table windows(id integer primary key autoincrement, stack text not null,"
                        + " ended integer not null default 0) strict");
        sql.add(
                """
                create table events("window" integer not null references windows(id),
                  sequence integer not null, at text not null, type text not null,
                  body text not null, primary key("window", sequence)) strict
                """);
        if (version >= 2) {
            sql.add("alter table windows add column asker text not null default ''");
            sql.add("alter table windows add column request text not null default ''");
            sql.add(
                    "create unique index windows_of_requests on windows(asker, request)"
                            + " where request <> ''");
        }
        if (version >= 3) {
            sql.add(
                    """
                    create table tokens(id integer primary key autoincrement, name text not null,
                      role text not null, created_at integer not null, created_by text not null,
                      expires_at integer, hash text not null unique, revoked_at integer,
                      last_used_at integer) strict
                    """);
            sql.add(
                    "create table sessions(hash text primary key,"
                            + " token integer not null references tokens(id),"
                            + " expires_at integer not null) strict");
            sql.add(
                    """
                    create table audit(id integer primary key autoincrement, at integer not null,
                      who text not null, role text, origin text not null, method text not null,
                      path text not null, status integer, problem text not null) strict
                    """);
        }
        if (version >= 4) {
            sql.add(
                    """
                    create table schedules(id integer primary key autoincrement,
                      stack text not null, name text not null, wanted text not null,
                      source text not null, asker text not null, since integer not null,
                      paused integer not null, skipping integer not null,
                      settled integer not null, gone integer not null) strict
                    """);
            sql.add(
                    "create unique index schedules_of_names on schedules(stack, name, source)"
                            + " where gone = 0");
            sql.add(
                    """
                    create table runs(schedule integer not null references schedules(id),
                      due integer not null, state text not null, "window" integer,
                      why text not null, asker text not null, at integer not null,
                      primary key(schedule, due)) strict
                    """);
            sql.add(
                    "create index runs_under_way on runs(due) where state in ('looking',"
                            + " 'waiting for approval', 'waiting for room', 'opening')");
        }
        return sql;
    }

    /** A window is open, and it is a person's turn. */
    private static List<String> rows(int version) {
        List<String> sql = new ArrayList<>();
        sql.add(
                version == 1
                        ? "insert into windows(stack) values('shop')"
                        : "insert into windows(stack, asker, request)"
                                + " values('shop', 'ada', 'disk-7')");
        sql.add(event(1, "opened", opened(version)));
        sql.add(event(2, "step-started", "{\"step\":\"PREPARE\"}"));
        sql.add(event(3, "noted", "{\"key\":\"found\",\"value\":\"two\"}"));
        sql.add(event(4, "step-done", "{\"step\":\"PREPARE\",\"summary\":\"ready\"}"));
        sql.add(event(5, "step-started", "{\"step\":\"WORK\"}"));
        sql.add(event(6, "held", "{\"step\":\"WORK\",\"why\":\"your turn\"}"));
        if (version >= 3) {
            sql.add(
                    "insert into tokens values(1, 'ci', 'operator', 1000, 'root', null,"
                            + " 'hash-of-token', null, null)");
            sql.add("insert into sessions values('hash-of-session', 1, 5000)");
            sql.add(
                    "insert into audit values(1, 2000, 'ci', 'operator', '127.0.0.1', 'POST',"
                            + " '/api/v1/windows', 201, '')");
        }
        if (version >= 4) {
            sql.add(
                    "insert into schedules values(1, 'shop', 'nightly', '"
                            + WANTED
                            + "', 'person', 'ada', 1000, 1, 0, 2000, 0)");
            sql.add("insert into runs values(1, 1500, 'opened', 1, 'a new image', '', 1600)");
        }
        return sql;
    }

    private static String event(int sequence, String type, String body) {
        return "insert into events values(1, %d, '2026-03-01T02:03:04Z', '%s', '%s')"
                .formatted(sequence, type, body);
    }

    private void write(int version) throws SQLException {
        try (Connection connection = sqlite();
                Statement sql = connection.createStatement()) {
            sql.execute("pragma journal_mode = wal");
            for (String statement : tables(version)) {
                sql.execute(statement);
            }
            for (String statement : rows(version)) {
                sql.execute(statement);
            }
            sql.execute("pragma user_version = " + version);
        }
    }

    private Connection sqlite() throws SQLException {
        return SqliteFile.connect(state.resolve("lull.db"));
    }

    private SqliteJournal journal() {
        return SqliteJournal.open(state, Clock.systemUTC());
    }

    // --- What is there afterwards.

    @Test
    void no_earlier_version_is_left_out_here() throws SQLException {
        journal().close();
        try (Connection connection = sqlite();
                Statement sql = connection.createStatement();
                ResultSet version = sql.executeQuery("pragma user_version")) {
            assertThat(version.getInt(1)).isEqualTo(EARLIER + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, EARLIER})
    void an_open_window_is_where_it_was(int version) throws SQLException {
        write(version);
        try (SqliteJournal journal = journal()) {
            assertThat(journal.open()).containsExactly(WINDOW);
            WindowState window = WindowState.replay(journal.read(WINDOW, 0));

            assertThat(window.phase()).isEqualTo(Phase.CHANGING);
            assertThat(window.held()).contains(new Event.Held(StepKind.WORK, "your turn"));
            assertThat(window.notes()).containsEntry("found", "two");
            assertThat(window.offers()).contains(Action.REOPEN);
            assertThat(window.opened().holdBefore()).isEmpty();
            assertThat(window.opened().origin())
                    .isEqualTo(
                            version == 1
                                    ? new Origin("ada", "", "", "a new disk", "", "")
                                    : new Origin(
                                            "ada", "unix socket", "disk-7", "a new disk", "", ""));
            assertThat(journal.find("ada", "disk-7"))
                    .isEqualTo(version == 1 ? Optional.empty() : Optional.of(WINDOW));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, EARLIER})
    void an_open_window_goes_on_to_its_end(int version) throws SQLException {
        write(version);
        try (SqliteJournal journal = journal()) {
            assertThat(journal.append(WINDOW, new Event.Asked(Action.REOPEN, "ada")).sequence())
                    .isEqualTo(7);
            journal.append(WINDOW, new Event.StepStarted(StepKind.VALIDATE));
        }
        try (SqliteJournal again = journal()) {
            List<Recorded> events = again.read(WINDOW, 0);
            assertThat(events).hasSize(8);
            assertThat(WindowState.replay(events).phase()).isEqualTo(Phase.VALIDATING);

            again.append(WINDOW, new Event.StepDone(StepKind.VALIDATE, "well"));
            again.append(WINDOW, new Event.Ended(Phase.DONE, "well"));
            assertThat(again.open()).isEmpty();
            assertThat(WindowState.replay(again.read(WINDOW, 0)).phase()).isEqualTo(Phase.DONE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, EARLIER})
    void tokens_sessions_and_the_audit_log_are_kept(int version) throws SQLException {
        write(version);
        try (SqliteJournal journal = journal()) {
            Token ci =
                    new Token(
                            1,
                            "ci",
                            AccessRole.OPERATOR,
                            Instant.ofEpochMilli(1000),
                            "root",
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());

            assertThat(journal.tokens().find("hash-of-token")).contains(ci);
            assertThat(journal.sessions().find("hash-of-session"))
                    .hasValueSatisfying(session -> {
                        assertThat(session.token()).isEqualTo(ci);
                        assertThat(session.expiresAt()).isEqualTo(Instant.ofEpochMilli(5000));
                    });
            assertThat(journal.audit().read(9, Long.MAX_VALUE))
                    .singleElement()
                    .satisfies(audited -> {
                        assertThat(audited.entry().who()).isEqualTo("ci");
                        assertThat(audited.entry().path()).isEqualTo("/api/v1/windows");
                        assertThat(audited.status()).hasValue(201);
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = EARLIER)
    void schedules_and_their_runs_are_kept(int version) throws SQLException {
        write(version);
        try (SqliteJournal journal = journal()) {
            ScheduleId id = new ScheduleId(1);

            assertThat(journal.schedules().all())
                    .singleElement()
                    .satisfies(schedule -> {
                        assertThat(schedule.id()).isEqualTo(id);
                        assertThat(schedule.order().name()).isEqualTo("nightly");
                        assertThat(schedule.paused()).isTrue();
                        assertThat(schedule.settled()).isEqualTo(Instant.ofEpochMilli(2000));
                    });
            assertThat(journal.schedules().runs(id, 9))
                    .containsExactly(
                            new Run(
                                    id,
                                    Instant.ofEpochMilli(1500),
                                    RunState.OPENED,
                                    Optional.of(WINDOW),
                                    "a new image",
                                    "",
                                    Instant.ofEpochMilli(1600),
                                    "",
                                    ""));
        }
    }
}
