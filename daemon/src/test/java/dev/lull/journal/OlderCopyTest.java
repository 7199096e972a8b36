package dev.lull.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lull.testbed.SmallDisk;
import dev.lull.window.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an older Lull has written is copied before it is brought up to date. */
@Timeout(60)
class OlderCopyTest {
    private static final String OPENED =
            "{\"stack\":\"shop\",\"change\":{\"type\":\"none\"},\"steps\":[],\"by\":\"ada\","
                    + "\"reason\":\"\",\"expected\":\"PT5M\"}";

    @TempDir Path state;

    /** As the first version of Lull wrote it: one window, and as much else as is wanted. */
    private static void writeVersion1(Path folder, int more) throws SQLException {
        try (Connection connection = sqlite(folder.resolve("lull.db"));
                Statement sql = connection.createStatement()) {
            sql.execute("pragma journal_mode = wal");
            sql.execute(
                    "create table windows(id integer primary key autoincrement,"
                            + " stack text not null, ended integer not null default 0) strict");
            sql.execute(
                    "create table events(\"window\" integer not null references windows(id),"
                            + " sequence integer not null, at text not null, type text not null,"
                            + " body text not null, primary key(\"window\", sequence)) strict");
            sql.execute("insert into windows(stack, ended) values('shop', 1)");
            sql.execute(
                    "insert into events values(1, 1, '2026-03-01T02:03:04Z', 'opened', '"
                            + OPENED
                            + "')");
            sql.execute(
                    "insert into events values(1, 2, '2026-03-01T02:03:04Z', 'noted',"
                            + " '{\"key\":\"n\",\"value\":\"' || hex(zeroblob("
                            + more / 2
                            + ")) || '\"}')");
            sql.execute("pragma user_version = 1");
        }
    }

    private static Connection sqlite(Path file) throws SQLException {
        return SqliteFile.connect(file);
    }

    private static String ask(Path file, String query) throws SQLException {
        try (Connection connection = sqlite(file);
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            return row.getString(1);
        }
    }

    private Path copy() {
        return state.resolve("lull-v1.db");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(state)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private void openAndClose() {
        SqliteJournal.open(state, Clock.systemUTC()).close();
    }

    @Test
    void the_copy_is_whole_and_private_and_made_once() throws Exception {
        writeVersion1(state, 10);
        openAndClose();
        assertThat(ask(copy(), "pragma user_version")).isEqualTo("1");
        assertThat(ask(copy(), "pragma integrity_check")).isEqualTo("ok");
        assertThat(ask(copy(), "select body from events where sequence = 1")).isEqualTo(OPENED);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy())))
                .isEqualTo("rw-------");
        Object inode = Files.getAttribute(copy(), "unix:ino");
        openAndClose();
        assertThat(Files.getAttribute(copy(), "unix:ino")).isEqualTo(inode);
        assertThat(files()).filteredOn(f -> f.startsWith("lull-v")).containsExactly("lull-v1.db");
    }

    @Test
    void the_older_windows_are_there_afterwards() throws Exception {
        writeVersion1(state, 10);
        try (SqliteJournal journal = SqliteJournal.open(state, Clock.systemUTC())) {
            assertThat(journal.windows())
                    .singleElement()
                    .satisfies(w -> assertThat(journal.read(w, 0)).hasSize(2));
            assertThat(journal.tokens().all()).isEmpty();
        }
    }

    @Test
    void a_fresh_database_makes_none() throws IOException {
        openAndClose();
        openAndClose();
        assertThat(files()).noneMatch(f -> f.startsWith("lull-v"));
    }

    @Test
    void what_a_killed_daemon_left_of_one_is_replaced_and_so_is_an_older_one() throws Exception {
        writeVersion1(state, 10);
        Files.writeString(state.resolve("lull-v1.db.partial"), "half of it");
        Files.writeString(copy(), "of another time");
        openAndClose();
        assertThat(ask(copy(), "pragma integrity_check")).isEqualTo("ok");
        assertThat(files()).doesNotContain("lull-v1.db.partial");
    }

    @Test
    void without_the_copy_nothing_is_changed() throws Exception {
        writeVersion1(state, 10);
        Files.createDirectories(copy().resolve("in-the-way"));
        assertThatThrownBy(this::openAndClose)
                .isInstanceOf(JournalException.class)
                .hasMessageContainingAll("lull.db", "lull-v1.db", "Nothing was changed");
        assertThat(ask(state.resolve("lull.db"), "pragma user_version")).isEqualTo("1");
        assertThat(files()).doesNotContain("lull-v1.db.partial");
    }

    @Test
    void where_there_is_no_room_for_the_copy_that_is_said() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")), "only root can mount a small disk");
        // The driver's library must not come from a disk that goes away while this process lives.
        openAndClose();
        try (SmallDisk disk = new SmallDisk(16)) {
            state = disk.folder();
            writeVersion1(state, 3_000_000);
            disk.fill(1_000_000);
            assertThatThrownBy(this::openAndClose)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContainingAll("no room left", "lull-v1.db", "Nothing was changed");
            assertThat(files()).noneMatch(f -> f.startsWith("lull-v"));
            disk.makeRoom();
            openAndClose();
            assertThat(files()).contains("lull-v1.db");
        }
    }
}
