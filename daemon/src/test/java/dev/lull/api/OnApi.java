package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.api.Http.Answer;
import dev.lull.window.WindowId;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What tests of the API share: a daemon on the fakes, and a client. */
@Timeout(60)
abstract class OnApi {
    static final String UPDATE =
            "{\"stack\":\"guestbook\",\"change\":{\"type\":\"update\"},\"reason\":\"v2\"}";
    final DaemonFixture daemon = new DaemonFixture();
    final Http http = new Http(daemon.socket());

    @AfterEach
    void stop() throws IOException {
        http.close();
        daemon.close();
    }

    JsonNode untilEnded(long id) throws Exception {
        return until(id, "ended");
    }

    /** The window once it is held or has ended. */
    JsonNode until(long id, String what) throws Exception {
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

    static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("type").asText()).isEqualTo("urn:lull:problem:" + type);
        assertThat(answer.json().path("detail").asText()).isNotBlank();
        assertThat(answer.json().path("problems").isArray()).isTrue();
    }
}
