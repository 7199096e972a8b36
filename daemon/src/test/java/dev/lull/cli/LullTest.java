package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.sun.net.httpserver.HttpServer;
import dev.lull.config.Configuration;
import dev.lull.config.Keys;
import dev.lull.config.Listen;
import dev.lull.config.Values;
import dev.lull.docker.DockerJavaEngine;
import dev.lull.plan.StepKind;
import dev.lull.window.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as a whole, and the verbs that only look. */
final class LullTest extends OnCommandLine {
    @Test
    void stacks_are_listed_in_aligned_columns() {
        assertThat(lull("stacks")).isZero();
        assertThat(out().lines())
                .containsExactly(
                        "STACK      STATE       WINDOW  ROLES",
                        "bare       3 problems  -       app=none db=none worker=none",
                        "guestbook  ready       -       app=app db=db worker=worker");
    }

    @Test
    void check_says_what_to_write_and_ends_with_3() {
        assertThat(lull("check", "bare")).isEqualTo(3);
        assertThat(out())
                .contains("bare: 3 to mend", "error    bare/app: no service of this stack")
                .contains("  services:\n    app:\n      labels:\n        lull.role: app\n");
        assertThat(lull("check", "guestbook")).isZero();
        assertThat(out()).contains("guestbook: nothing is wrong.");
    }

    @Test
    void a_plan_names_each_step_and_what_follows_when_it_fails() {
        assertThat(lull("plan", "guestbook", "--image", "app=guestbook:3")).isZero();
        assertThat(out())
                .contains("Plan for guestbook: update to what the compose files say, with app to")
                .contains("   1  prepare             check everything")
                .contains("· compose file: app: image: guestbook:3")
                .contains("If a step fails:", "the window is refused, nothing was touched:")
                .contains("  guestbook_db as archive: 1.0 GiB at the most, some 1m1s (its file")
                .contains("not in it: the bind mount /srv/films")
                .contains("in all 1.0 GiB at the most; 8.0 GiB are free for it")
                .contains("The door will be closed for some 1m11s (some 1m1s to copy and verify");
        assertThat(daemon.windows().all()).isEmpty();
    }

    @Test
    void a_daemon_that_does_not_run_is_said_with_the_way_to_start_it(@TempDir Path empty) {
        assertThat(lullAt(empty.resolve("lull.sock"), "stacks")).isEqualTo(7);
        assertThat(err.toString()).contains("start it, as root, with 'lull daemon'");
    }

    @Test
    void a_stale_socket_is_said_too(@TempDir Path empty) throws IOException {
        Files.createFile(empty.resolve("lull.sock"));
        assertThat(lullAt(empty.resolve("lull.sock"), "stacks")).isEqualTo(7);
        assertThat(err.toString()).contains("nobody answers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stacks", "check guestbook", "plan guestbook", "run guestbook --yes"})
    void docker_that_does_not_run_is_said_with_the_way_out(String line) throws IOException {
        try (DockerJavaEngine none =
                DockerJavaEngine.connect(URI.create("unix:///nonexistent/docker.sock"))) {
            daemon.asks(none::version);

            assertThat(lull(line.split(" "))).isEqualTo(1);
        }
        assertThat(err.toString().replaceAll("\\s+", " "))
                .contains("Docker does not answer on /nonexistent/docker.sock")
                .contains("Is it running? ('systemctl status docker'")
                .doesNotContain("Exception");
        assertThat(daemon.windows().all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check guestbook", "run guestbook --yes"})
    void docker_that_is_too_old_is_said_with_the_way_out(String line) throws IOException {
        HttpServer old =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] version =
                "{\"Version\":\"19.03.1\",\"ApiVersion\":\"1.40\"}"
                        .getBytes(StandardCharsets.UTF_8);
        old.createContext(
                "/version",
                exchange -> {
                    exchange.sendResponseHeaders(200, version.length);
                    exchange.getResponseBody().write(version);
                    exchange.close();
                });
        old.start();
        try (DockerJavaEngine engine =
                DockerJavaEngine.connect(
                        URI.create("tcp://127.0.0.1:" + old.getAddress().getPort()))) {
            daemon.asks(engine::version);

            assertThat(lull(line.split(" "))).isEqualTo(1);
        } finally {
            old.stop(0);
        }
        assertThat(err.toString().replaceAll("\\s+", " "))
                .contains("Docker Engine 19.03.1 speaks API 1.40; Lull needs 1.41 (Engine 20.10)")
                .contains("upgrade it (https://docs.docker.com/engine/install/)");
        assertThat(daemon.windows().all()).isEmpty();
    }

    @Test
    void exec_is_what_a_command_means() {
        assertThat(lull("plan", "guestbook", "--service", "app", "--", "./reindex", "--all"))
                .isZero();
        assertThat(out()).contains("run in app: ./reindex --all");
        assertThat(lull("plan", "guestbook", "--", "./reindex")).isEqualTo(3);
        assertThat(err.toString()).contains("service is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "runn, 2",
        "run, 2",
        "show twelve, 2",
        "run guestbook --change fly, 2",
        "run guestbook --expect soon --yes, 3",
        "daemon --listen everywhere, 2",
        "daemon --listen 0.0.0.0:80, 3",
        "token, 2",
        "token create ci, 2",
        "token create ci --role emperor, 2",
        "token revoke ci, 2",
        "audit --limit many, 2",
        "schedule, 2",
        "schedule add guestbook nightly --length 5m, 2",
        "schedule preview --cron daily --at now, 2",
        "schedule preview --cron daily, 3",
        "schedule show one, 2",
        "schedule show 1, 8",
        "stacks --wat, 2",
        "plan nope, 8",
    })
    void a_wrong_command_line_has_its_exit_code(String line, int exit) {
        assertThat(lull(line.split(" "))).isEqualTo(exit);
        assertThat(err.toString()).isNotBlank();
        assertThat(out()).doesNotContain("Exception");
        assertThat(started).isEmpty();
    }

    @Test
    void the_daemon_is_started_with_what_the_command_line_says() {
        assertThat(lull("daemon", "--state", "/srv/lull", "--listen", "none")).isZero();
        assertThat(started)
                .containsExactly(
                        Configuration.of(
                                Values.none()
                                        .with(Keys.SOCKET, daemon.socket())
                                        .with(Keys.STATE, Path.of("/srv/lull"))
                                        .with(Keys.LISTEN, Listen.parse("none"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "daemon",
                "stacks",
                "check",
                "plan",
                "run",
                "windows",
                "show",
                "retry",
                "reopen",
                "rollback",
                "abort",
                "schedule",
                "snapshots",
                "restore",
                "report",
                "token",
                "audit",
                "config",
                "completion",
                "version",
            })
    void each_verb_has_help_with_an_example_and_the_exit_codes(String verb) {
        assertThat(lull(verb, "--help")).isZero();
        assertThat(out())
                .contains("Usage: lull " + verb, "Examples:", "lull " + verb, "Exit codes:")
                .contains("5   held or stuck");
        assertThat(out().lines()).allSatisfy(l -> assertThat(l.length()).isLessThan(101));
    }

    @Test
    void each_verb_prints_json_when_asked() throws IOException {
        daemon.when(StepKind.WATCH, _ -> new Outcome.Failed("errors in the log"));
        assertThat(lull("run", "guestbook", "--yes", "--json")).isEqualTo(5);
        for (String line :
                List.of(
                        "stacks",
                        "check guestbook",
                        "plan guestbook",
                        "windows",
                        "show 1",
                        "report 1",
                        "snapshots",
                        "retry 1 --wait",
                        "reopen 1 --wait",
                        "run guestbook --change none --yes --no-follow",
                        "abort 2 --wait",
                        "restore gb-1 --yes",
                        "rollback 3 --confirm guestbook",
                        "schedule list",
                        "schedule preview --at 2037-03-01T03:00",
                        "schedule add guestbook once --at 2037-03-01T03:00 --length 5m",
                        "schedule show 1",
                        "schedule pause 1",
                        "schedule resume 1")) {
            assertJson(line);
        }
    }

    private void assertJson(String line) throws IOException {
        out.getBuffer().setLength(0);
        lull((line + " --json").split(" "));
        assertThat(out()).as(line + err).isNotBlank();
        try (MappingIterator<JsonNode> values =
                DaemonClient.JSON.readerFor(JsonNode.class).readValues(out())) {
            assertThat(values.readAll()).as(line).isNotEmpty().allMatch(JsonNode::isObject);
        }
    }

    @Test
    void version_says_both() {
        assertThat(lull("version")).isZero();
        assertThat(out()).isEqualTo("lull 1.2.3\ndaemon 1.2.3\n");
    }
}
