package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.lull.access.AccessRole;
import dev.lull.access.Tokens;
import dev.lull.plan.StepKind;
import dev.lull.window.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The events of a window, as they happen and again. */
final class EventStreamTest extends OnApi {
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
    void a_client_that_does_not_read_keeps_nobody_waiting_and_is_dropped() throws Exception {
        daemon.when(
                StepKind.MIGRATE,
                context -> {
                    for (int i = 0; i < 2_000; i++) {
                        context.say("x".repeat(2_000));
                    }
                    return new Outcome.Done("");
                });
        http.post("/api/v1/windows", "{\"stack\":\"guestbook\",\"holdBefore\":[\"validate\"]}");
        try (Response deaf = http.open("/api/v1/windows/1/events", 0)) {
            assertThat(deaf.getStatusCode()).isEqualTo(200);
            assertThat(until(1, "held").path("held").path("step").asText()).isEqualTo("validate");
            assertThat(streams()).isEqualTo("lull_event_streams 1.0");
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!streams().equals("lull_event_streams 0.0") && System.nanoTime() < end) {
                Thread.sleep(100);
            }
            assertThat(streams()).isEqualTo("lull_event_streams 0.0");
        }
    }

    private void awaitUse() {
        try {
            while (daemon.tokens().all().getFirst().lastUsedAt().isEmpty()) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String streams() throws IOException {
        return http.get("/metrics")
                .body()
                .lines()
                .filter(l -> l.startsWith("lull_event_streams "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void who_is_not_welcome_any_more_hears_nothing_more() throws Exception {
        Tokens.Created token =
                daemon.tokens().create("ci", AccessRole.VIEWER, "ada", Optional.empty());
        http.post("/api/v1/windows", "{\"stack\":\"guestbook\",\"change\":{\"type\":\"none\"}}");
        until(1, "held");
        daemon.tokens().revoke(token.token().id());
        assertThat(
                        Http.tcp(
                                daemon.port(),
                                "GET /api/v1/windows/1/events HTTP/1.1",
                                "Host: localhost",
                                "Authorization: Bearer " + token.secret()))
                .startsWith("HTTP/1.1 401");

        Tokens.Created other =
                daemon.tokens()
                        .create("ci", AccessRole.VIEWER, "ada", Optional.of(Duration.ofHours(1)));
        Thread.ofVirtual()
                .start(() -> {
                    awaitUse();
                    daemon.tokens().revoke(other.token().id());
                });
        // It ends although the window goes on.
        assertThat(
                        Http.tcp(
                                daemon.port(),
                                "GET /api/v1/windows/1/events HTTP/1.1",
                                "Host: localhost",
                                "Authorization: Bearer " + other.secret()))
                .startsWith("HTTP/1.1 200")
                .contains("event: held");
    }
}
