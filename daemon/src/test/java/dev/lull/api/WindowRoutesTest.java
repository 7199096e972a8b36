package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.api.Http.Answer;
import dev.lull.plan.StepKind;
import dev.lull.window.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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
}
