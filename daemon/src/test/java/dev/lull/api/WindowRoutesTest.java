package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.access.AccessRole;
import dev.lull.api.Http.Answer;
import dev.lull.plan.StepKind;
import dev.lull.window.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Windows are opened, shown and asked of. */
final class WindowRoutesTest extends OnApi {
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
    void a_held_window_offers_what_fits_and_takes_it() throws Exception {
        http.post("/api/v1/windows", "{\"stack\":\"guestbook\",\"change\":{\"type\":\"none\"}}");
        JsonNode held = until(1, "held");
        assertThat(held.path("held").path("step").asText()).isEqualTo("work");
        assertThat(held.path("door").asText()).isEqualTo("closed");
        assertThat(held.path("visitors").path("met").asInt()).isEqualTo(7);
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
    void a_window_waits_for_a_word_and_goes_on_with_it() throws Exception {
        http.post(
                "/api/v1/windows",
                "{\"stack\":\"guestbook\",\"approve\":true,\"holdBefore\":[\"migrate\"]}");
        JsonNode first = until(1, "held");
        assertThat(first.path("held").path("step").asText()).isEqualTo("migrate");
        assertThat(texts(first.path("offers")))
                .contains("approve", "extend")
                .doesNotContain("retry");
        assertThat(texts(first.path("next")))
                .contains("If what you see is right, let the window go on: lull approve 1");

        assertProblem(
                http.post("/api/v1/windows/1/approve", "{\"step\":\"reopen-app\"}"),
                409,
                "conflict");
        assertProblem(
                http.post("/api/v1/windows/1/approve", "{\"step\":\"dance\"}"), 422, "invalid");
        assertThat(http.post("/api/v1/windows/1/approve", "{\"step\":\"migrate\"}").status())
                .isEqualTo(202);
        JsonNode second = heldAt("reopen-app");
        assertThat(second.path("door").asText()).isEqualTo("closed");
        assertThat(texts(second.path("holdBefore"))).containsExactly("reopen-app");
        assertThat(http.post("/api/v1/windows/1/approve", "").status()).isEqualTo(202);

        assertThat(untilEnded(1).path("phase").asText()).isEqualTo("done");
    }

    @Test
    void a_hold_that_is_not_in_the_plan_is_refused_before_anything() throws IOException {
        Answer odd = http.post("/api/v1/windows", opening("\"holdBefore\":[\"exec\"]"));
        assertProblem(odd, 422, "invalid");
        assertThat(odd.json().path("detail").asText())
                .contains("can't be held before exec", "migrate");
        assertProblem(
                http.post("/api/v1/windows", opening("\"holdBefore\":[\"dance\"]")),
                422,
                "invalid");
        assertProblem(
                http.post("/api/v1/windows", opening("\"holdBefore\":\"migrate\"")),
                422,
                "invalid");
        assertThat(daemon.windows().all()).isEmpty();
    }

    private static String opening(String more) {
        return "{\"stack\":\"guestbook\"," + more + "}";
    }

    private JsonNode heldAt(String step) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode window = http.get("/api/v1/windows/1").json();
            if (window.path("held").path("step").asText().equals(step)) {
                return window;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("not held at " + step + " in time");
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(t -> texts.add(t.asText()));
        return texts;
    }

    @Test
    void what_is_said_of_a_window_is_kept() throws Exception {
        http.post(
                "/api/v1/windows",
                opening(
                        "\"reason\":\"v2\",\"gitSha\":\"c0ffee1\",\"by\":\"ann\","
                                + "\"changeUrl\":\"https://git.example.org/pull/7\""));
        JsonNode window = untilEnded(1);
        assertThat(window.path("by").asText()).isEqualTo("ann");
        assertThat(window.path("from").asText()).isEqualTo("unix socket");
        assertThat(window.path("gitSha").asText()).isEqualTo("c0ffee1");
        assertThat(window.path("changeUrl").asText()).isEqualTo("https://git.example.org/pull/7");
        assertThat(http.get("/api/v1/windows/1/report", "text/markdown").body())
                .contains("**Commit:** c0ffee1", "**Change:** https://git.example.org/pull/7");
        for (String wrong :
                List.of(
                        "\"gitSha\":\"main\"",
                        "\"changeUrl\":\"javascript:alert(1)\"",
                        "\"changeUrl\":\"https://me:secret@git.example.org/\"")) {
            assertProblem(http.post("/api/v1/windows", opening(wrong)), 422, "invalid");
        }
    }

    @Test
    void a_request_that_is_sent_again_opens_no_second_window() throws Exception {
        Answer first = http.post("/api/v1/windows", UPDATE, "Idempotency-Key", "job-1");
        untilEnded(1);
        Answer again = http.post("/api/v1/windows", UPDATE, "Idempotency-Key", "job-1");
        Answer other =
                http.post(
                        "/api/v1/windows",
                        opening("\"reason\":\"another\""),
                        "Idempotency-Key",
                        "job-1");

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Location")).isEqualTo("/api/v1/windows/1");
        assertThat(again.json().path("phase").asText()).isEqualTo("done");
        assertProblem(other, 422, "invalid");
        assertThat(daemon.windows().all()).hasSize(1);
        assertThat(http.post("/api/v1/windows", UPDATE, "Idempotency-Key", "job-2").status())
                .isEqualTo(201);
    }

    /** With it a schedule would take the window for its own. */
    @Test
    void a_key_as_schedules_have_them_opens_no_window() throws IOException {
        Answer refused =
                http.post(
                        "/api/v1/windows",
                        opening("\"by\":\"schedule weekly\""),
                        "Idempotency-Key",
                        "schedule-1-2037-01-04T02:00:00Z");
        assertProblem(refused, 400, "malformed");
        assertThat(refused.json().path("detail").asText()).contains("'schedule-' and a number");
        assertThat(daemon.windows().all()).isEmpty();
    }

    @Test
    void its_end_can_be_waited_for() throws IOException {
        Answer done = http.post("/api/v1/windows?wait=end", UPDATE);
        assertThat(done.status()).isEqualTo(201);
        assertThat(done.json().path("phase").asText()).isEqualTo("done");

        daemon.when(StepKind.PREPARE, _ -> new Outcome.Failed("one thing\nanother thing"));
        Answer refused = http.post("/api/v1/windows?wait=end", UPDATE);
        assertProblem(refused, 422, "refused");
        assertThat(texts(refused.json().path("problems")))
                .containsExactly("one thing", "another thing");

        daemon.when(StepKind.PREPARE, _ -> new Outcome.Done(""));
        daemon.when(StepKind.CHANGE, _ -> new Outcome.Failed("no"));
        Answer back = http.post("/api/v1/windows?wait=end", UPDATE);
        assertProblem(back, 409, "not-done");
        assertThat(back.json().path("detail").asText()).contains("rolled-back");

        assertProblem(
                http.post(
                        "/api/v1/windows?wait=end",
                        "{\"stack\":\"guestbook\",\"change\":{\"type\":\"none\"}}"),
                409,
                "not-done");
        assertProblem(http.post("/api/v1/windows?wait=soon", UPDATE), 400, "malformed");
    }

    @Test
    void it_may_take_longer_until_visitors_are_in() throws Exception {
        http.post("/api/v1/windows", "{\"stack\":\"guestbook\",\"change\":{\"type\":\"none\"}}");
        JsonNode before = until(1, "held");
        Answer extended = http.post("/api/v1/windows/1/extend", "{\"more\":\"10m\"}");

        assertThat(extended.status()).isEqualTo(202);
        assertThat(extended.json().path("expectedSeconds").asDouble())
                .isEqualTo(before.path("expectedSeconds").asDouble() + 600);
        assertThat(daemon.told())
                .isEqualTo(Instant.parse(extended.json().path("expectedBackAt").asText()));
        assertProblem(http.post("/api/v1/windows/1/extend", "{\"more\":\"8d\"}"), 422, "invalid");
        assertProblem(http.post("/api/v1/windows/1/extend", "{}"), 422, "invalid");
        assertProblem(http.post("/api/v1/windows/1/extend", "{\"more\":\"-3m\"}"), 422, "invalid");

        http.post("/api/v1/windows/1/reopen", "");
        untilEnded(1);
        assertProblem(http.post("/api/v1/windows/1/extend", "{\"more\":\"1m\"}"), 409, "conflict");
    }

    @Test
    void what_is_far_out_is_refused() throws Exception {
        http.post("/api/v1/windows", "{\"stack\":\"guestbook\",\"change\":{\"type\":\"none\"}}");
        until(1, "held");
        String ever = "PT9223372036854775807S";
        assertProblem(
                http.post("/api/v1/windows/1/extend", "{\"more\":\"" + ever + "\"}"),
                422,
                "invalid");
        assertProblem(
                http.post(
                        "/api/v1/tokens",
                        "{\"name\":\"ci\",\"role\":\"viewer\",\"expires\":\"" + ever + "\"}"),
                422,
                "invalid");
        assertProblem(
                http.post("/api/v1/windows/1/abort", "{\"by\":\"ann\\u001b[2J\"}"), 422, "invalid");
    }

    @Test
    void the_list_is_read_page_by_page() throws Exception {
        for (int id = 1; id <= 3; id++) {
            http.post("/api/v1/windows?wait=end", UPDATE);
        }
        JsonNode first = http.get("/api/v1/windows?limit=2").json();
        assertThat(first.path("windows"))
                .extracting(w -> w.path("id").asInt())
                .containsExactly(3, 2);
        assertThat(first.path("next").asInt()).isEqualTo(2);
        JsonNode rest = http.get("/api/v1/windows?limit=2&before=2").json();
        assertThat(rest.path("windows")).extracting(w -> w.path("id").asInt()).containsExactly(1);
        assertThat(rest.has("next")).isFalse();
        assertThat(http.get("/api/v1/windows?stack=other").json().path("windows")).isEmpty();
        assertProblem(http.get("/api/v1/windows?before=x"), 400, "malformed");
    }

    @Test
    void what_a_step_printed_is_shown_whole() throws Exception {
        daemon.when(
                StepKind.MIGRATE,
                context -> {
                    for (int line = 1; line <= 60; line++) {
                        context.say("line " + line);
                    }
                    return new Outcome.Done("");
                });
        http.post("/api/v1/windows?wait=end", UPDATE);
        JsonNode output = http.get("/api/v1/windows/1/steps/migrate/output").json();
        assertThat(output.path("lines")).hasSize(60);
        assertThat(output.path("lines").get(59).path("text").asText()).isEqualTo("line 60");
        long last = output.path("lines").get(59).path("sequence").asLong();
        assertThat(
                        http.get("/api/v1/windows/1/steps/migrate/output?after=" + last)
                                .json()
                                .path("lines"))
                .isEmpty();
        assertProblem(http.get("/api/v1/windows/1/steps/dance/output"), 404, "not-found");
    }

    @Test
    void earlier_windows_tell_how_long_it_takes() throws Exception {
        assertThat(http.get("/api/v1/stacks/guestbook/plan").json().has("expected")).isFalse();
        http.post("/api/v1/windows?wait=end", UPDATE);
        JsonNode plan = http.get("/api/v1/stacks/guestbook/plan").json();
        assertThat(plan.path("expected").path("why").asText())
                .contains("the one window of this kind");
        assertThat(
                        http.get("/api/v1/stacks/guestbook")
                                .json()
                                .path("lastWindow")
                                .path("id")
                                .asInt())
                .isEqualTo(1);
        http.post("/api/v1/windows?wait=end", UPDATE);
        JsonNode window = http.get("/api/v1/windows/2").json();
        assertThat(window.has("usualSeconds")).isTrue();
        assertThat(window.path("steps").get(0).has("usualSeconds")).isTrue();
    }

    @Test
    void layers_facts_and_certificate_are_shown_and_no_secret() throws Exception {
        http.post("/api/v1/windows", "{\"stack\":\"guestbook\",\"change\":{\"type\":\"none\"}}");
        JsonNode held = until(1, "held");
        assertThat(held.path("layers"))
                .extracting(l -> l.path("layer").asText() + " " + l.path("state").asText())
                .containsExactly("cron closed", "workers closed", "app closed");
        assertThat(held.path("layers").get(2).path("services").get(0).asText()).isEqualTo("app");
        JsonNode replica = held.path("facts").path("replicas").get(0);
        assertThat(replica.path("container").asText()).isEqualTo("guestbook-app-1");
        assertThat(replica.path("restart").asText()).isEqualTo("always");
        assertThat(held.path("certificate").path("writers").isArray()).isTrue();
        assertThat(held.toString()).doesNotContain(DaemonFixture.SECRET);
        http.post("/api/v1/windows/1/reopen", "");
        assertThat(untilEnded(1).path("layers"))
                .extracting(l -> l.path("state").asText())
                .containsOnly("open");
    }

    @Test
    void a_restore_needs_the_name_of_the_stack() throws Exception {
        Answer unconfirmed = http.post("/api/v1/snapshots/gb-1/restore", "");
        assertProblem(unconfirmed, 428, "unconfirmed");
        assertProblem(
                http.post("/api/v1/snapshots/gb-9/restore", "{\"confirm\":\"guestbook\"}"),
                404,
                "not-found");
        assertThat(daemon.windows().all()).isEmpty();

        Answer opened = http.post("/api/v1/snapshots/gb-1/restore", "{\"confirm\":\"guestbook\"}");
        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.json().path("change").path("point").asText()).isEqualTo("gb-1");
        untilEnded(1);
    }

    @Test
    void it_can_be_waited_for_until_it_is_prepared() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        daemon.when(
                StepKind.ANNOUNCE,
                _ -> {
                    go.await();
                    return new Outcome.Done("");
                });
        Answer prepared = http.post("/api/v1/windows?wait=prepare", UPDATE);
        assertThat(prepared.status()).as(prepared.body()).isEqualTo(201);
        assertThat(prepared.header("Location")).isEqualTo("/api/v1/windows/1");
        assertThat(prepared.json().path("ended").asBoolean()).isFalse();
        assertThat(prepared.json().path("steps").get(0).path("status").asText()).isEqualTo("done");
        go.countDown();
        assertThat(untilEnded(1).path("phase").asText()).isEqualTo("done");

        daemon.when(StepKind.CHANGE, _ -> new Outcome.Failed("no"));
        assertThat(http.post("/api/v1/windows?wait=prepare", UPDATE).status()).isEqualTo(201);
        assertThat(untilEnded(2).path("phase").asText()).isEqualTo("rolled-back");
    }

    @Test
    void a_window_that_prepare_refuses_is_answered_with_every_problem_and_its_number()
            throws Exception {
        daemon.when(StepKind.PREPARE, _ -> new Outcome.Failed("one thing\nanother thing"));
        for (String wait : List.of("prepare", "end")) {
            Answer refused = http.post("/api/v1/windows?wait=" + wait, UPDATE);
            assertProblem(refused, 422, "refused");
            assertThat(texts(refused.json().path("problems")))
                    .containsExactly("one thing", "another thing");
            long id = daemon.windows().all().getFirst().value();
            assertThat(refused.json().path("detail").asText()).startsWith("window " + id + ": ");
            assertThat(refused.header("Location")).isEqualTo("/api/v1/windows/" + id);
        }
        Answer early = http.post("/api/v1/windows", UPDATE, "Idempotency-Key", "job-1");
        assertThat(early.status()).isEqualTo(201);
        assertThat(untilEnded(3).path("phase").asText()).isEqualTo("refused");
        assertProblem(
                http.post("/api/v1/windows?wait=prepare", UPDATE, "Idempotency-Key", "job-1"),
                422,
                "refused");
        assertProblem(http.post("/api/v1/windows?wait=", UPDATE), 400, "malformed");
    }

    /** Nobody writes or reads meanwhile, for longer than an idle client is borne. */
    @Test
    void a_wait_is_as_long_as_it_takes() throws Exception {
        daemon.when(
                StepKind.CHANGE,
                _ -> {
                    Thread.sleep(DaemonFixture.PATIENCE.plusSeconds(1));
                    return new Outcome.Done("");
                });
        long begun = System.nanoTime();
        Answer done = http.post("/api/v1/windows?wait=end", UPDATE);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThan(DaemonFixture.PATIENCE);
        assertThat(done.status()).isEqualTo(201);
        assertThat(done.json().path("phase").asText()).isEqualTo("done");

        String secret =
                daemon.tokens().create("ci", AccessRole.OPERATOR, "ada", Optional.empty()).secret();
        assertThat(
                        Http.send(
                                daemon.port(),
                                UPDATE,
                                "POST /api/v1/windows?wait=end HTTP/1.1",
                                "Host: localhost",
                                "Authorization: Bearer " + secret))
                .startsWith("HTTP/1.1 201")
                .contains("\"phase\":\"done\"");
    }

    @Test
    void a_restore_is_opened_as_any_other_window() throws Exception {
        String body =
                "{\"confirm\":\"guestbook\",\"reason\":\"back\",\"gitSha\":\"c0ffee1\","
                        + "\"changeUrl\":\"https://git.example.org/issue/7\","
                        + "\"holdBefore\":[\"announce\"],\"approve\":true}";
        String address = "/api/v1/snapshots/gb-1/restore";
        Answer held = http.post(address + "?wait=end", body, "Idempotency-Key", "job-1");
        assertProblem(held, 409, "not-done");
        assertThat(held.header("Location")).isEqualTo("/api/v1/windows/1");

        Answer again = http.post(address + "?wait=prepare", body, "Idempotency-Key", "job-1");
        assertThat(again.status()).as(again.body()).isEqualTo(201);
        JsonNode window = again.json();
        assertThat(window.path("id").asInt()).isEqualTo(1);
        assertThat(window.path("gitSha").asText()).isEqualTo("c0ffee1");
        assertThat(window.path("changeUrl").asText()).isEqualTo("https://git.example.org/issue/7");
        assertThat(window.path("held").path("step").asText()).isEqualTo("announce");
        assertThat(texts(window.path("holdBefore"))).containsExactly("announce", "reopen-app");
        assertProblem(
                http.post(address, "{\"confirm\":\"guestbook\",\"gitSha\":\"main\"}"),
                422,
                "invalid");
        assertProblem(
                http.post(address + "?wait=soon", "{\"confirm\":\"guestbook\"}"), 400, "malformed");
        assertThat(daemon.windows().all()).hasSize(1);
    }
}
