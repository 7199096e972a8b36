package dev.lull.api;

import static dev.lull.api.DaemonFixture.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.api.Http.Answer;
import dev.lull.snapshot.SnapshotException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked and answered, whatever it is about; and that nothing secret leaves. */
final class ApiTest extends OnApi {
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
    void what_a_window_would_copy_is_measured() throws IOException {
        JsonNode forecast = http.post("/api/v1/stacks/guestbook/forecast", "{}").json();

        JsonNode volume = forecast.path("volumes").get(0);
        assertThat(volume.path("name").asText()).isEqualTo("guestbook_db");
        assertThat(volume.path("store").asText()).isEqualTo("archive");
        assertThat(volume.path("seconds").asDouble()).isEqualTo(61);
        assertThat(forecast.path("bytes").asLong()).isEqualTo(1L << 30);
        assertThat(forecast.path("freeBytes").asLong()).isEqualTo(8L << 30);
        assertThat(forecast.path("expected").path("closedSeconds").asDouble()).isEqualTo(71);
        assertThat(forecast.path("expected").path("why").asText()).contains("1 volume,");
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
        "/ui/..%2Fdev%2Flull%2Fpage%2Fnginx.conf, 404, not-found",
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
    void a_dry_run_of_a_restore_ends_with_what_would_change() throws Exception {
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
    void a_file_that_has_not_changed_is_not_sent_again() throws IOException {
        String first = Http.tcp(daemon.port(), "GET /ui/app.js HTTP/1.1", "Host: localhost");
        String tag =
                first.lines()
                        .filter(l -> l.startsWith("ETag: "))
                        .map(l -> l.substring("ETag: ".length()))
                        .findFirst()
                        .orElseThrow();
        assertThat(
                        Http.tcp(
                                daemon.port(),
                                "GET /ui/app.js HTTP/1.1",
                                "Host: localhost",
                                "If-None-Match: " + tag))
                .startsWith("HTTP/1.1 304");
    }

    /** The pages may be kept, and are asked for each time. */
    @Test
    void no_answer_is_kept_by_anybody_on_the_way() throws Exception {
        http.post("/api/v1/windows?wait=end", UPDATE);
        for (String path :
                List.of(
                        "/api/v1/stacks",
                        "/api/v1/windows/1/report",
                        "/api/v1/windows/1/events?after=1000",
                        "/api/v1/nothing",
                        "/api/v1/windows/7",
                        "/healthz",
                        "/readyz",
                        "/metrics",
                        "/openapi.json")) {
            assertThat(http.get(path).header("Cache-Control")).as(path).isEqualTo("no-store");
        }
        Answer report = http.get("/api/v1/windows/1/report", "text/markdown");
        assertThat(report.header("Cache-Control")).isEqualTo("no-store");
        assertThat(report.header("Vary")).contains("Accept");
        assertThat(http.post("/api/v1/windows", "{").header("Cache-Control")).isEqualTo("no-store");
        assertThat(http.delete("/api/v1/snapshots/gb-0").header("Cache-Control"))
                .isEqualTo("no-store");
        assertThat(http.get("/").header("Cache-Control")).isEqualTo("no-cache");
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
    void it_says_whether_a_window_could_be_run() throws IOException {
        assertThat(http.get("/readyz").body()).isEqualTo("ready\n");
        daemon.unready("Docker does not answer");
        daemon.pass(Duration.ofSeconds(3));
        Answer answer = http.get("/readyz");
        assertProblem(answer, 503, "not-ready");
        assertThat(answer.json().path("problems").get(0).asText())
                .isEqualTo("Docker does not answer");
    }

    @Test
    void numbers_are_told_as_prometheus_reads_them() throws Exception {
        http.post("/api/v1/windows?wait=end", UPDATE);
        http.post("/api/v1/windows", "{\"stack\":\"guestbook\",\"change\":{\"type\":\"none\"}}");
        until(2, "held");
        Answer answer = http.get("/metrics");

        assertThat(answer.header("Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body().lines())
                .contains(
                        "lull_build_info{version=\"1.2.3\"} 1.0",
                        "lull_windows_total{change=\"update\",end=\"done\",stack=\"guestbook\"} 1.0",
                        "lull_windows_open{phase=\"changing\",stack=\"guestbook\"} 1.0",
                        "lull_windows_held{stack=\"guestbook\"} 1.0",
                        "lull_doors_closed{stack=\"guestbook\"} 1.0",
                        "lull_rollback_points{stack=\"guestbook\"} 2.0",
                        "lull_rollback_point_bytes{stack=\"guestbook\"} 1.0E7",
                        "lull_rollback_points_unreadable 1.0",
                        "lull_event_streams 0.0");
    }
}
