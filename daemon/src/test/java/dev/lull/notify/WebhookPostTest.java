package dev.lull.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lull.schedule.ScheduleId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookPostTest extends PostContract {
    private static final int TAKEN = 200;

    private final WebhookPost post = new WebhookPost();
    private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    private HttpServer server = HttpServer.create();
    private volatile int status = TAKEN;

    WebhookPostTest() throws IOException {}

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/s3cret", this::answer);
        server.createContext("/elsewhere", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        post.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
            if (status == TAKEN) {
                bodies.add(body);
            }
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    Post post() {
        return post;
    }

    @Override
    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/s3cret?a=s3cret");
    }

    @Override
    void refuse() {
        status = 503;
    }

    @Override
    List<List<String>> arrived() {
        return bodies.stream()
                .map(b ->
                        List.of(
                                b.path("event").asText(),
                                b.path("title").asText(),
                                b.path("message").asText()))
                .toList();
    }

    @Test
    void the_text_is_there_for_receivers_of_each_kind() throws Exception {
        assertThat(post.send(url(), NOTICE)).isEmpty();

        assertThat(bodies)
                .singleElement()
                .satisfies(body -> {
                    assertThat(body.path("stack").asText()).isEqualTo("shop");
                    assertThat(body.path("window").asLong()).isEqualTo(7);
                    assertThat(body.has("schedule")).isFalse();
                    for (String name : List.of("text", "content")) {
                        assertThat(body.path(name).asText())
                                .contains(NOTICE.title(), NOTICE.message());
                    }
                });
    }

    @Test
    void what_is_told_of_a_schedule_names_that_and_no_window() throws Exception {
        Notice notice =
                new Notice(
                        NOTICE.stack(),
                        Optional.empty(),
                        Optional.of(new ScheduleId(3)),
                        "refused",
                        "t",
                        "m");

        assertThat(post.send(url(), notice)).isEmpty();

        assertThat(bodies)
                .singleElement()
                .satisfies(body -> {
                    assertThat(body.path("event").asText()).isEqualTo("refused");
                    assertThat(body.path("schedule").asLong()).isEqualTo(3);
                    assertThat(body.has("window")).isFalse();
                });
    }

    @Test
    void a_redirection_is_not_followed() throws Exception {
        status = 307;
        assertThat(post.send(url(), NOTICE)).contains("127.0.0.1 answered with 307");
        assertThat(bodies).isEmpty();
    }

    @Test
    void one_that_answers_and_never_ends_is_given_up() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() -> {
                        try (Socket client = hanging.accept()) {
                            client.getOutputStream()
                                    .write(
                                            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
                                                    .getBytes(StandardCharsets.US_ASCII));
                            client.getInputStream().readAllBytes();
                        } catch (IOException e) {
                            // The client has given up.
                        }
                    });
            URI url = URI.create("http://127.0.0.1:" + hanging.getLocalPort() + "/s3cret");

            assertThat(post.send(url, NOTICE)).contains("127.0.0.1 did not answer within 5 s");
        }
    }

    @Test
    void a_long_text_is_cut_for_those_who_take_no_longer_one() throws Exception {
        String line = "x".repeat(5000);
        Notice notice =
                new Notice(NOTICE.stack(), NOTICE.window(), NOTICE.schedule(), "held", "t", line);

        assertThat(post.send(url(), notice)).isEmpty();

        assertThat(bodies)
                .singleElement()
                .satisfies(body -> {
                    assertThat(body.path("message").asText()).isEqualTo(line);
                    assertThat(body.path("content").asText()).hasSize(2000).endsWith("…");
                });
    }

    @Test
    void nobody_there_is_told_without_the_secret() throws Exception {
        URI gone = url();
        server.stop(0);
        assertThat(post.send(gone, NOTICE)).contains("127.0.0.1 did not take it: ConnectException");
    }
}
