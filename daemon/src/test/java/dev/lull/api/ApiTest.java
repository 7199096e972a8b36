package dev.lull.api;

import static dev.lull.api.DaemonFixture.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.lull.api.Http.Answer;
import dev.lull.plan.StepKind;
import dev.lull.snapshot.SnapshotException;
import dev.lull.window.Outcome;
import dev.lull.window.WindowId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ApiTest {
    private static final String UPDATE =
            "{\"stack\":\"guestbook\",\"change\":{\"type\":\"update\"},\"reason\":\"v2\"}";

    private final DaemonFixture daemon = startDaemon();
    private final Http http = new Http(daemon.socket());

    private static DaemonFixture startDaemon() {
        try {
            return new DaemonFixture();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        daemon.close();
    }

    @Test
    void stacks_are_shown_with_roles_problems_and_what_to_write() throws IOException {
        JsonNode stacks = http.get("/api/v1/stacks").json().path("stacks");

        JsonNode bare = stacks.get(0);
        assertThat(bare.path("ready").asBoolean()).isFalse();
        assertThat(bare.path("problems").get(0).path("severity").asText()).isEqualTo("error");
        assertThat(bare.path("yaml").asText())
                .startsWith("services:\n  app:\n    labels:\n      lull.role: app\n");
        JsonNode guestbook = stacks.get(1);
        assertThat(guestbook.path("ready").asBoolean()).isTrue();
        assertThat(guestbook.path("services").get(0).path("role").asText()).isEqualTo("app");
        assertThat(guestbook.path("differences").get(0).asText()).contains("app:1 → app:2");
        assertThat(http.get("/api/v1/stacks/guestbook").json()).isEqualTo(guestbook);
    }

    @Test
    void a_plan_is_made_for_the_change_in_the_body() throws IOException {
        JsonNode plan =
                http.post(
                                "/api/v1/stacks/guestbook/plan",
                                "{\"change\":{\"type\":\"exec\",\"service\":\"app\","
                                        + "\"command\":[\"./reindex\",\"all\"]}}")
                        .json();

        assertThat(plan.path("change").path("command").toString())
                .isEqualTo("[\"./reindex\",\"all\"]");
        List<String> steps = new ArrayList<>();
        plan.path("steps").forEach(s -> steps.add(s.path("step").asText()));
        assertThat(steps).startsWith("prepare", "announce", "close-cron").contains("exec");
        assertThat(plan.path("steps").get(0).path("onFailure").asText()).isEqualTo("refuse");
        assertThat(
                        http.get("/api/v1/stacks/guestbook/plan?change=none")
                                .json()
                                .path("change")
                                .path("type")
                                .asText())
                .isEqualTo("none");
    }

    @Test
    void a_window_is_opened_run_and_reported() throws Exception {
        Answer opened = http.post("/api/v1/windows", UPDATE);
        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.header("Location")).isEqualTo("/api/v1/windows/1");

        JsonNode window = untilEnded(1);
        assertThat(window.path("phase").asText()).isEqualTo("done");
        assertThat(window.path("reason").asText()).isEqualTo("v2");
        assertThat(window.path("by").asText()).isEqualTo(System.getProperty("user.name"));
        assertThat(window.path("point").asText()).isEqualTo("gb-1");
        assertThat(window.path("door").asText()).isEqualTo("open");
        assertThat(window.path("steps").get(0).path("status").asText()).isEqualTo("done");
        assertThat(window.path("steps").get(0).has("elapsedSeconds")).isTrue();
        assertThat(Instant.parse(window.path("expectedBackAt").asText()))
                .isEqualTo(
                        Instant.parse(window.path("openedAt").asText())
                                .plus(Duration.ofMinutes(5)));

        assertThat(http.get("/api/v1/windows/1/report", "text/markdown").body())
                .contains("# Window 1: update of guestbook, done", "Quiet certificate");
        JsonNode report = http.get("/api/v1/windows/1/report").json();
        assertThat(report.path("certificate").path("writers").isArray()).isTrue();
        assertThat(http.get("/api/v1/windows").json().path("windows").get(0).path("id").asInt())
                .isEqualTo(1);
    }

    @Test
    void a_second_window_on_a_stack_is_a_conflict() throws IOException {
        daemon.when(StepKind.CHANGE, _ -> new Outcome.Failed("no"));
        CountDownLatch go = new CountDownLatch(1);
        daemon.when(
                StepKind.PREPARE,
                _ -> {
                    go.await();
                    return new Outcome.Done("");
                });
        http.post("/api/v1/windows", UPDATE);

        Answer second = http.post("/api/v1/windows", UPDATE);

        go.countDown();
        assertProblem(second, 409, "conflict");
        assertThat(second.json().path("detail").asText()).contains("window 1 open");
    }

    @Test
    void everything_wrong_with_a_request_is_said_at_once() throws IOException {
        Answer answer =
                http.post(
                        "/api/v1/windows",
                        "{\"stack\":\"Not A Stack\",\"expected\":\"soon\",\"colour\":1,"
                                + "\"change\":{\"type\":\"update\",\"images\":{\"app\":\"a b\"},"
                                + "\"pull\":3}}");

        assertProblem(answer, 422, "invalid");
        List<String> problems = new ArrayList<>();
        answer.json().path("problems").forEach(p -> problems.add(p.asText()));
        assertThat(problems)
                .hasSize(5)
                .anySatisfy(p -> assertThat(p).startsWith("colour is not known"))
                .anySatisfy(p -> assertThat(p).startsWith("stack "))
                .anySatisfy(p -> assertThat(p).startsWith("expected "))
                .anySatisfy(p -> assertThat(p).startsWith("change.images.app "))
                .anySatisfy(p -> assertThat(p).startsWith("change.pull "));
    }

    @Test
    void a_stack_that_can_not_be_planned_lists_its_problems() throws IOException {
        Answer answer = http.post("/api/v1/windows", "{\"stack\":\"bare\",\"change\":{}}");

        assertProblem(answer, 422, "invalid");
        assertThat(answer.json().path("problems")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "nonsense",
                "[]",
                "3",
                "{\"stack\":\"a\",\"stack\":\"b\"}",
                "{} {}",
                "",
            })
    void what_is_no_json_object_is_malformed(String body) throws IOException {
        assertProblem(http.post("/api/v1/windows", body), 400, "malformed");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/nothing, 404, not-found",
        "/api/v1/stacks/nope, 404, not-found",
        "/api/v1/stacks/NO%20WAY/check, 404, not-found",
        "/api/v1/stacks/nope/plan, 404, not-found",
        "/api/v1/stacks/guestbook/plan?change=fly, 422, invalid",
        "/api/v1/windows/7, 404, not-found",
        "/api/v1/windows/zero, 404, not-found",
        "/api/v1/windows/7/events, 404, not-found",
        "/api/v1/windows/7/report, 404, not-found",
        "/api/v1/windows?limit=many, 400, malformed",
        "/api/v1/snapshots/nope, 404, not-found",
        "/ui/..%2Flogback.xml, 404, not-found",
    })
    void what_is_not_there_is_said_as_a_problem(String path, int status, String type)
            throws IOException {
        assertProblem(http.get(path), status, type);
    }

    @Test
    void rollback_points_that_can_not_be_reached_are_no_bug() throws IOException {
        daemon.asks(() -> {
            throw new SnapshotException.Failed("could not read /points: Input/output error");
        });

        Answer answer = http.post("/api/v1/snapshots/prune", "{\"stack\":\"guestbook\"}");

        assertProblem(answer, 503, "points");
        assertThat(answer.json().path("detail").asText())
                .isEqualTo("could not read /points: Input/output error");
    }

    @Test
    void a_body_that_is_too_large_is_refused() throws IOException {
        String body = "{\"reason\":\"" + "x".repeat(300_000) + "\"}";
        assertProblem(http.post("/api/v1/windows", body), 413, "too-large");
    }

    @Test
    void events_are_replayed_then_live_and_end_with_the_window() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        daemon.when(
                StepKind.MIGRATE,
                context -> {
                    context.say("half-way");
                    go.await();
                    return new Outcome.Done("migrated");
                });
        http.post("/api/v1/windows", UPDATE);
        List<String> ids = new ArrayList<>();
        List<String> types = new ArrayList<>();
        boolean heartbeat = false;

        try (Response response = http.open("/api/v1/windows/1/events", 0);
                BufferedReader lines = Http.lines(response)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    ids.add(line.substring(4));
                } else if (line.startsWith("event: ")) {
                    types.add(line.substring(7));
                } else if (line.startsWith(":")) {
                    heartbeat = true;
                    go.countDown();
                }
            }
        }

        assertThat(heartbeat).isTrue();
        assertThat(types)
                .startsWith("opened", "step-started", "facts-taken", "noted", "step-done")
                .endsWith("ended");
        assertThat(ids).first().isEqualTo("1");
        assertThat(ids).doesNotHaveDuplicates().hasSize(Integer.parseInt(ids.getLast()));

        try (Response response = http.open("/api/v1/windows/1/events", ids.size() - 2);
                BufferedReader lines = Http.lines(response)) {
            assertThat(lines.lines().filter(l -> l.startsWith("id: ")))
                    .containsExactly("id: " + (ids.size() - 1), "id: " + ids.size());
        }
        assertThat(http.get("/api/v1/windows/1/events?after=" + ids.size()).status())
                .isEqualTo(204);
        JsonNode list = http.get("/api/v1/windows/1/events?format=json&after=2").json();
        assertThat(list.path("events").get(0).path("sequence").asInt()).isEqualTo(3);
    }

    @Test
    void a_client_that_does_not_read_keeps_nobody_waiting() throws Exception {
        daemon.when(
                StepKind.MIGRATE,
                context -> {
                    for (int i = 0; i < 2_000; i++) {
                        context.say("x".repeat(2_000));
                    }
                    return new Outcome.Done("");
                });
        http.post("/api/v1/windows", UPDATE);
        Response deaf = http.open("/api/v1/windows/1/events", 0);

        assertThat(untilEnded(1).path("phase").asText()).isEqualTo("done");
        deaf.close();
    }

    @Test
    void a_held_window_offers_what_fits_and_takes_it() throws Exception {
        http.post("/api/v1/windows", "{\"stack\":\"guestbook\",\"change\":{\"type\":\"none\"}}");
        JsonNode held = until(1, "held");
        assertThat(held.path("held").path("step").asText()).isEqualTo("work");
        assertThat(held.path("door").asText()).isEqualTo("closed");
        assertThat(held.path("offers").toString()).contains("reopen", "abort");

        assertProblem(http.post("/api/v1/windows/1/retry", ""), 409, "conflict");
        assertProblem(http.post("/api/v1/windows/1/dance", ""), 404, "not-found");
        assertProblem(http.post("/api/v1/windows/1/reopen", "{\"buy\":1}"), 422, "invalid");
        Answer reopened = http.post("/api/v1/windows/1/reopen", "{\"by\":\"ann\"}");

        assertThat(reopened.status()).isEqualTo(202);
        assertThat(untilEnded(1).path("phase").asText()).isEqualTo("done");
        assertProblem(http.post("/api/v1/windows/1/abort", ""), 409, "conflict");
    }

    @Test
    void losing_what_visitors_wrote_needs_the_name_of_the_stack() throws Exception {
        daemon.when(StepKind.WATCH, _ -> new Outcome.Failed("errors in the log"));
        http.post("/api/v1/windows", UPDATE);
        until(1, "held");

        Answer refused = http.post("/api/v1/windows/1/rollback", "");
        Answer taken = http.post("/api/v1/windows/1/rollback", "{\"confirm\":\"guestbook\"}");

        assertProblem(refused, 428, "unconfirmed");
        assertThat(taken.status()).isEqualTo(202);
        assertThat(untilEnded(1).path("phase").asText()).isEqualTo("rolled-back");
    }

    @Test
    void tcp_is_for_looking_only() throws IOException {
        int port = daemon.port();
        String local = "Host: 127.0.0.1:" + port;

        assertThat(Http.tcp(port, "GET /api/v1/stacks HTTP/1.1", local))
                .startsWith("HTTP/1.1 200")
                .contains("guestbook");
        assertThat(Http.tcp(port, "POST /api/v1/windows HTTP/1.1", local, "Content-Length: 0"))
                .startsWith("HTTP/1.1 403")
                .contains("application/problem+json", "urn:lull:problem:read-only");
        assertThat(Http.tcp(port, "DELETE /api/v1/stacks HTTP/1.1", local))
                .startsWith("HTTP/1.1 403");
        assertThat(daemon.windows().all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:7410", "localhost.evil.example", "10.0.0.1"})
    void a_name_that_was_made_to_point_here_is_refused(String host) throws IOException {
        assertThat(Http.tcp(daemon.port(), "GET /api/v1/stacks HTTP/1.1", "Host: " + host))
                .startsWith("HTTP/1.1 403")
                .contains("urn:lull:problem:bad-host")
                .doesNotContain("guestbook");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:7410", "127.0.0.1", "[::1]:7410"})
    void local_names_are_served(String host) throws IOException {
        assertThat(Http.tcp(daemon.port(), "GET /healthz HTTP/1.1", "Host: " + host))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void a_dry_run_of_a_restore_ends_with_what_would_change_and_is_not_for_tcp() throws Exception {
        Answer answer = http.post("/api/v1/snapshots/gb-1/dry-run", "");
        assertThat(answer.header("Content-Type")).startsWith("application/jsonl");
        JsonNode end = answer.json();
        assertThat(end.path("type").asText()).isEqualTo("dry-run");
        assertThat(end.path("possible").asBoolean()).isTrue();
        assertThat(end.path("ageSeconds").asDouble()).isEqualTo(11_520);
        assertThat(end.path("volumes").get(0).path("returning").path("count").asInt()).isEqualTo(7);
        assertThat(end.path("files").get(1).path("change").asText()).isEqualTo("returning");
        assertThat(end.path("containers").get(1).path("change").asText()).isEqualTo("made-again");
        assertThat(end.path("containers").get(2).has("image")).isFalse();

        assertThat(
                        http.post("/api/v1/snapshots/gb-0/dry-run", "")
                                .json()
                                .path("possible")
                                .asBoolean())
                .isFalse();
        assertProblem(http.post("/api/v1/snapshots/gb-9/dry-run", ""), 404, "not-found");
        assertProblem(http.post("/api/v1/snapshots/gb-torn/dry-run", ""), 422, "invalid");
        String local = "Host: 127.0.0.1:" + daemon.port();
        String asked = "POST /api/v1/snapshots/gb-1/dry-run HTTP/1.1";
        assertThat(Http.tcp(daemon.port(), asked, local, "Content-Length: 0"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void the_pages_are_served_under_a_strict_policy() throws IOException {
        String local = "Host: localhost";
        assertThat(Http.tcp(daemon.port(), "GET / HTTP/1.1", local))
                .startsWith("HTTP/1.1 200")
                .contains("default-src 'none'", "text/html", "/ui/app.js");
        assertThat(Http.tcp(daemon.port(), "GET /ui/app.js HTTP/1.1", local))
                .contains("text/javascript");
        assertThat(Http.tcp(daemon.port(), "GET /ui/style.css HTTP/1.1", local))
                .contains("text/css");
    }

    @Test
    void only_loopback_can_be_listened_on() {
        assertThatThrownBy(() ->
                        new Api.Settings(
                                daemon.socket(),
                                java.util.Optional.of(
                                        new java.net.InetSocketAddress("0.0.0.0", 7410))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void facts_and_notes_never_leave() throws Exception {
        http.post("/api/v1/windows", UPDATE);
        untilEnded(1);

        for (String path :
                List.of(
                        "/api/v1/stacks",
                        "/api/v1/stacks/guestbook",
                        "/api/v1/stacks/bare/check",
                        "/api/v1/stacks/guestbook/plan",
                        "/api/v1/windows",
                        "/api/v1/windows/1",
                        "/api/v1/windows/1/events?format=json",
                        "/api/v1/windows/1/events",
                        "/api/v1/windows/1/report",
                        "/api/v1/snapshots",
                        "/api/v1/snapshots/gb-1")) {
            Answer answer = http.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).doesNotContain(SECRET);
        }
        assertThat(http.get("/api/v1/windows/1/report", "text/markdown").body())
                .doesNotContain(SECRET);
    }

    @Test
    void the_socket_is_open_to_its_group_and_replaced_when_stale() throws Exception {
        assertThat(Files.getPosixFilePermissions(daemon.socket()))
                .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
        assertThat(Files.getPosixFilePermissions(daemon.socket().getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> UnixSocket.makeRoom(daemon.socket()))
                .hasMessageContaining("another daemon listens");

        daemon.stop();
        try (var stale =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            stale.bind(java.net.UnixDomainSocketAddress.of(daemon.socket()));
        }
        assertThat(daemon.socket()).exists();
        daemon.startAgain();
        assertThat(http.get("/api/v1/version").json().path("version").asText()).isEqualTo("1.2.3");
    }

    private JsonNode untilEnded(long id) throws Exception {
        return until(id, "ended");
    }

    /** The window once it is held or has ended. */
    private JsonNode until(long id, String what) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode window = http.get("/api/v1/windows/" + new WindowId(id)).json();
            JsonNode there = window.path(what);
            if (there.isObject() || there.asBoolean()) {
                return window;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("window " + id + " was not " + what + " in time");
    }

    private static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("type").asText()).isEqualTo("urn:lull:problem:" + type);
        assertThat(answer.json().path("detail").asText()).isNotBlank();
        assertThat(answer.json().path("problems").isArray()).isTrue();
    }
}
