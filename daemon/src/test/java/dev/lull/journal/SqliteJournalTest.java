package dev.lull.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.window.Event;
import dev.lull.window.Journal;
import dev.lull.window.JournalContract;
import dev.lull.window.JournalException;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SqliteJournalTest extends JournalContract {
    @TempDir Path temporary;
    private Path state;
    private SqliteJournal journal;

    @BeforeEach
    void open() {
        state = temporary.resolve("lib/lull");
        journal = open(state);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Override
    protected Journal journal() {
        return journal;
    }

    static Event.Opened shop() {
        return opened("shop");
    }

    @Test
    void all_is_there_after_a_restart() {
        WindowId ended = journal.open(shop());
        journal.append(ended, new Event.Ended(Phase.DONE, "well"));
        WindowId window = journal.open(opened("blog"));
        IntStream.range(0, 50).forEach(i -> journal.append(window, note(i)));
        List<Recorded> before = journal.read(window, 0);
        restart();
        assertThat(journal.read(window, 0)).isEqualTo(before);
        assertThat(journal.open()).containsExactly(window);
        assertThat(journal.windows()).containsExactly(window, ended);
        assertThat(journal.append(window, note(50)).sequence()).isEqualTo(52);
        assertThat(journal.open(shop()).value()).isEqualTo(3);
    }

    @Test
    void every_event_survives_the_database() {
        WindowId window = journal.open(shop());
        List<Recorded> appended =
                EventJsonTest.everyType()
                        .map(type -> journal.append(window, new RandomRecords(3).make(type)))
                        .toList();
        assertThat(journal.read(window, 1)).isEqualTo(appended);
    }

    @Test
    void commits_are_synced() throws SQLException {
        // The mode is kept in the file, the others belong to the connection.
        try (Connection other = sqlite();
                Statement sql = other.createStatement()) {
            assertThat(sql.executeQuery("pragma journal_mode").getString(1)).isEqualTo("wal");
        }
        assertThat(journal.pragma("synchronous")).isEqualTo("2");
        assertThat(journal.pragma("foreign_keys")).isEqualTo("1");
        assertThat(journal.pragma("busy_timeout")).isEqualTo("5000");
    }

    @Test
    void nobody_else_can_look_inside() throws IOException {
        journal.open(shop());
        assertThat(mode(state)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(state)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    void a_directory_of_others_is_not_taken_over() throws IOException {
        Path shared = Files.createDirectory(temporary.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createFile(shared.resolve("other"));
        assertThatThrownBy(() -> open(shared))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("chmod 700 " + shared);
        assertThat(mode(shared)).isEqualTo("rwxr-xr-x");
        Files.delete(shared.resolve("other"));
        open(shared).close();
        assertThat(mode(shared)).isEqualTo("rwx------");
    }

    @Test
    void a_second_daemon_is_refused_until_the_first_has_left() throws Exception {
        String pid = Long.toString(ProcessHandle.current().pid());
        assertThatThrownBy(() -> open(temporary.resolve("lib/../lib/lull")))
                .isInstanceOf(JournalException.class)
                .hasMessageContainingAll(state.toString(), pid);
        // The refused attempt must not have let go of the first one's lock.
        assertThat(output(Child.start(state)))
                .contains("another Lull daemon (process " + pid + ")", state.toString());
        journal.close();
        open(state).close();
    }

    @Test
    void what_a_killed_daemon_had_appended_is_there() throws Exception {
        journal.close();
        Process daemon = Child.start(state);
        long last = 0;
        try (BufferedReader lines = daemon.inputReader()) {
            while (last < 300) {
                last = Long.parseLong(lines.readLine());
            }
        } finally {
            daemon.destroyForcibly().waitFor();
        }
        journal = open(state);
        List<Recorded> events = journal.read(new WindowId(1), 0);
        assertThat(events).hasSizeGreaterThanOrEqualTo((int) last);
        assertThat(journal.open()).containsExactly(new WindowId(1));
        assertThat(journal.append(new WindowId(1), note(0)).sequence())
                .isEqualTo(events.size() + 1L);
    }

    @Test
    void a_log_cut_off_anywhere_replays_a_prefix() throws IOException {
        WindowId window = journal.open(shop());
        IntStream.range(0, 30).forEach(i -> journal.append(window, note(i)));
        List<Recorded> all = journal.read(window, 0);
        long length = Files.size(state.resolve("lull.db-wal"));
        int before = 0;
        for (long cut = 0; cut <= length; cut += length / 40) {
            List<Recorded> replayed = replay(window, cut);
            assertThat(replayed).isEqualTo(all.subList(0, replayed.size()));
            assertThat(replayed).hasSizeGreaterThanOrEqualTo(before);
            before = replayed.size();
        }
        assertThat(replay(window, length)).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update events set body = '{' where sequence = 3            | event 3 of window 1",
                "update events set type = 'x-ray' where sequence = 3        | event 3 of window 1",
                "update events set at = 'yesterday' where sequence = 3      | event 3 of window 1",
                "update events set body = '{\"a\":1}' where sequence = 3    | event 3 of window 1",
                "delete from events where sequence = 3                      | event 3 of window 1",
                "delete from events where sequence = 1                      | event 1 of window 1",
                "delete from events                                         | event 1 of window 1"
            })
    void damage_is_refused_and_told(String damage, String where) throws SQLException {
        WindowId window = journal.open(shop());
        IntStream.range(0, 4).forEach(i -> journal.append(window, note(i)));
        damage(damage);
        assertThatThrownBy(() -> journal.read(window, 0))
                .isInstanceOf(JournalException.class)
                .hasMessageContainingAll(where, "lull.db", "backup");
        assertThat(journal.stack(window)).isEqualTo(shop().stack());
    }

    @Test
    void a_stack_that_can_not_be_read_is_told_with_its_window() throws SQLException {
        journal.open(opened("blog"));
        WindowId window = journal.open(shop());
        damage("update windows set stack = '%&/' where id = " + window);
        assertThatThrownBy(() -> journal.stack(window))
                .isInstanceOf(JournalException.class)
                .hasMessageContainingAll("stack of window " + window, "lull.db", "backup");
    }

    private void damage(String statement) throws SQLException {
        try (Connection other = sqlite();
                Statement sql = other.createStatement()) {
            sql.executeUpdate(statement);
        }
    }

    @Test
    void what_is_no_database_is_refused() throws IOException {
        journal.close();
        Files.writeString(state.resolve("lull.db"), "hello, I am text ".repeat(1000));
        assertThatThrownBy(() -> open(state))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("lull.db is damaged");
        Files.delete(state.resolve("lull.db"));
        open(state).close();
    }

    @Test
    void a_newer_journal_is_refused() throws SQLException {
        journal.close();
        try (Connection other = sqlite();
                Statement sql = other.createStatement()) {
            sql.execute("pragma user_version = 99");
        }
        assertThatThrownBy(() -> open(state))
                .isInstanceOf(JournalException.class)
                .hasMessageContainingAll("lull.db", "newer Lull", "99");
    }

    @Test
    void a_closed_journal_says_so() {
        journal.close();
        journal.close();
        assertThatThrownBy(() -> journal.windows())
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void a_full_disk_is_told_and_loses_nothing() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")), "only root can mount a small disk");
        Path disk = Files.createDirectory(temporary.resolve("disk"));
        assumeTrue(
                run(
                                "mount",
                                "-t",
                                "tmpfs",
                                "-o",
                                "size=512k,mode=700",
                                "lull-test",
                                disk.toString())
                        == 0,
                "no mounts here");
        try (SqliteJournal small = open(disk)) {
            WindowId window = small.open(shop());
            int fitted = fill(small, window);
            assertThat(small.read(window, 1)).hasSize(fitted);
            assertThat(run("mount", "-o", "remount,size=8m", disk.toString())).isZero();
            assertThat(small.append(window, note(1)).sequence()).isEqualTo(fitted + 2L);
            assertThat(small.read(window, 1)).hasSize(fitted + 1);
        } finally {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    /** How many events fitted. */
    private static int fill(SqliteJournal journal, WindowId window) {
        Event big = new Event.Said(StepKind.CHANGE, List.of("x".repeat(10_000)));
        for (int fitted = 0; fitted < 1000; fitted++) {
            try {
                journal.append(window, big);
            } catch (JournalException e) {
                assertThat(e).hasMessageContainingAll("no room left in", "disk", "append said");
                return fitted;
            }
        }
        throw new AssertionError("the disk never was full");
    }

    /** As if the power had gone when the log was this long. */
    private List<Recorded> replay(WindowId window, long cut) throws IOException {
        Path copy = Files.createDirectory(temporary.resolve("copy-" + System.nanoTime()));
        Files.copy(state.resolve("lull.db"), copy.resolve("lull.db"));
        Files.copy(state.resolve("lull.db-wal"), copy.resolve("lull.db-wal"));
        try (RandomAccessFile log =
                new RandomAccessFile(copy.resolve("lull.db-wal").toFile(), "rw")) {
            log.setLength(cut);
        }
        Files.createFile(copy.resolve("lull.lock"));
        try (SqliteJournal replayed = open(copy)) {
            return replayed.read(window, 0);
        }
    }

    private void restart() {
        journal.close();
        journal = open(state);
    }

    private static SqliteJournal open(Path directory) {
        return SqliteJournal.open(directory, Clock.systemUTC());
    }

    private Connection sqlite() throws SQLException {
        return SqliteFile.connect(state.resolve("lull.db"));
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String output(Process process) throws IOException {
        try (InputStream output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
