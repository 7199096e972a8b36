package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.journal.SqliteFile;
import dev.lull.testbed.LullProcess;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real daemon beside another one, and frozen. */
class DaemonProcessIT {
    private static final String REFUSED = "Lull can't start: ";

    @TempDir private Path folder = Path.of("");

    @BeforeAll
    static void engine() {
        TestBed.required();
    }

    private LullProcess daemon() {
        return LullProcess.daemon(state("one"), socket("one"), "none");
    }

    private Path state(String name) {
        return folder.resolve(name);
    }

    private Path socket(String name) {
        return folder.resolve(name + ".sock");
    }

    private LullProcess.End windows() {
        return LullProcess.run("windows", "--socket", socket("one").toString());
    }

    @Test
    void a_second_daemon_on_the_same_state_or_the_same_socket_is_refused_and_the_first_goes_on() {
        try (LullProcess first = daemon()) {
            LullProcess.End state =
                    LullProcess.run(LullProcess.arguments(state("one"), socket("two"), "none"));
            LullProcess.End socket =
                    LullProcess.run(LullProcess.arguments(state("two"), socket("one"), "none"));

            assertThat(state.printed())
                    .contains(REFUSED + "another Lull daemon (process " + first.pid() + ")")
                    .contains("uses the state directory " + state("one"))
                    .doesNotContain("please report");
            assertThat(state.code()).isEqualTo(1);
            assertThat(socket.printed())
                    .contains(REFUSED + "another daemon listens on " + socket("one"))
                    .doesNotContain("please report");
            assertThat(socket.code()).isEqualTo(1);
            assertThat(windows().code()).isZero();
        }
    }

    @Test
    void a_port_that_is_taken_is_refused_with_the_way_out() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String address = "127.0.0.1:" + other.getLocalPort();

            LullProcess.End end =
                    LullProcess.run(LullProcess.arguments(state("one"), socket("one"), address));

            assertThat(end.printed())
                    .contains(REFUSED + "another program listens on " + address)
                    .contains("--listen")
                    .doesNotContain("please report");
            assertThat(end.code()).isEqualTo(1);
        }
    }

    @Test
    void state_that_a_newer_lull_has_written_is_refused_and_left_as_it_is() throws SQLException {
        try (LullProcess daemon = daemon()) {
            daemon.signal("TERM");
            daemon.end();
        }
        try (Connection newer = journal();
                Statement sql = newer.createStatement()) {
            sql.execute("pragma user_version = 99");
        }

        LullProcess.End end =
                LullProcess.run(LullProcess.arguments(state("one"), socket("one"), "none"));

        assertThat(end.printed())
                .contains(REFUSED)
                .contains(
                        "lull.db was written by a newer Lull (journal version 99, this one knows ")
                .contains("run that Lull again, or give this one another state directory");
        assertThat(end.code()).as("which systemd does not start again").isEqualTo(3);
        try (Connection left = journal();
                Statement sql = left.createStatement();
                ResultSet version = sql.executeQuery("pragma user_version")) {
            assertThat(version.getInt(1)).isEqualTo(99);
        }
    }

    private Connection journal() throws SQLException {
        return SqliteFile.connect(state("one").resolve("lull.db"));
    }

    @Test
    void a_daemon_that_was_killed_leaves_nothing_in_the_way_of_the_next_one() {
        try (LullProcess first = daemon()) {
            first.signal("KILL");
            first.end();
            assertThat(Files.exists(socket("one"))).isTrue();
        }
        try (LullProcess _ = daemon()) {
            assertThat(windows().code()).isZero();
        }
    }

    @Test
    void a_daemon_that_gets_sighup_reads_its_configuration_again_and_goes_on() throws IOException {
        Path file = Files.writeString(folder.resolve("lull.yml"), "snapshot: {reserve: 1G}\n");
        List<String> words =
                new ArrayList<>(
                        List.of(LullProcess.arguments(state("one"), socket("one"), "none")));
        words.addAll(List.of("--config", file.toString()));
        try (LullProcess daemon = LullProcess.begin(words.toArray(String[]::new))) {
            awaitSaid(daemon, " listens on ");
            Files.writeString(file, "snapshot: {reserve: 2G}\nhosts: a.example.org\n");
            daemon.signal("HUP");
            awaitSaid(daemon, "snapshot.reserve is 2.0 GiB from now on; it was 1.0 GiB");
            awaitSaid(daemon, "hosts is a.example.org in the configuration, which counts when");

            Files.writeString(file, "stat: /srv\n");
            daemon.signal("HUP");
            awaitSaid(daemon, "the configuration stays as it was: " + file + " has a mistake");
            awaitSaid(daemon, "line 1, stat: is not a key that Lull knows. Did you mean state?");
            assertThat(windows().code()).isZero();

            daemon.signal("TERM");
            assertThat(daemon.end().printed()).contains("stopping; windows that are open go on");
        }
    }

    private static void awaitSaid(LullProcess daemon, String words) {
        Wait.until(
                () -> "the daemon says '" + words + "': " + daemon.printed(),
                () -> daemon.printed().contains(words));
    }

    @Test
    void a_frozen_daemon_is_said_to_be_frozen_and_answers_when_it_is_thawed() {
        try (LullProcess daemon = daemon()) {
            daemon.signal("STOP");
            LullProcess.End frozen = windows();
            daemon.signal("CONT");

            assertThat(frozen.printed())
                    .contains("the daemon does not answer on " + socket("one"))
                    .contains("goes on where it was");
            assertThat(frozen.code()).isEqualTo(7);
            assertThat(windows().code()).isZero();
        }
    }
}
