package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.testbed.LullProcess;
import dev.lull.testbed.TestBed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
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
