package dev.lull.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lull.crash.Knock.By;
import dev.lull.page.PageFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The prober before a door behind which the test puts one after the other. */
class DoorProberTest {
    private interface Answer {
        void to(HttpExchange visitor) throws IOException;
    }

    private HttpServer server;
    private volatile Answer answer = visitor -> {};
    private volatile CountDownLatch seen = new CountDownLatch(0);

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                visitor -> {
                    visitor.getRequestBody().readAllBytes();
                    answer.to(visitor);
                    visitor.close();
                    seen.countDown();
                });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    /** What the prober made of each, a few knocks long, one after the other. */
    private List<Knock> probe(List<Answer> answers) throws InterruptedException {
        try (DoorProber prober = new DoorProber(server.getAddress().getPort(), "t")) {
            for (Answer next : answers) {
                answer = next;
                seen = new CountDownLatch(7);
                seen.await();
            }
            return prober.leave();
        }
    }

    private static Map<By, List<String>> byAnswerer(List<Knock> knocks) {
        Map<By, List<String>> all = new TreeMap<>();
        knocks.forEach(k -> all.computeIfAbsent(k.by(), b -> new ArrayList<>()).add(k.what()));
        return all;
    }

    private static void send(HttpExchange visitor, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        visitor.sendResponseHeaders(status, bytes.length);
        visitor.getResponseBody().write(bytes);
    }

    private static Answer app(String version) {
        return visitor -> {
            if (visitor.getRequestMethod().equals("POST")) {
                send(visitor, 201, "{\"id\": 1}\n");
            } else {
                send(visitor, 200, "{\"version\": \"" + version + "\"}\n");
            }
        };
    }

    private static final Answer PAGE =
            visitor -> {
                visitor.getResponseHeaders().add(PageFiles.HEADER, "1");
                send(visitor, 503, "{\"status\": \"maintenance\"}\n");
            };

    private static Answer status(int status) {
        return visitor -> send(visitor, status, "{\"error\": \"no\"}\n");
    }

    @Test
    void it_tells_the_old_version_the_new_one_and_the_page_apart() throws InterruptedException {
        Map<By, List<String>> all = byAnswerer(probe(List.of(app("1"), PAGE, app("2"))));
        assertThat(all.get(By.APP)).contains("1", "2");
        assertThat(all.get(By.PAGE)).isNotEmpty();
        assertThat(all.get(By.WRITTEN)).allMatch(token -> token.startsWith("t-")).isNotEmpty();
    }

    @Test
    void an_app_that_is_not_well_and_a_proxy_without_one_are_nobody() throws InterruptedException {
        Map<By, List<String>> all =
                byAnswerer(probe(List.of(status(503), status(502), visitor -> {})));
        assertThat(all).containsOnlyKeys(By.NOBODY);
        assertThat(all.get(By.NOBODY)).contains("status 503", "status 502");
    }

    @Test
    void a_door_that_is_half_open_is_seen_through() throws InterruptedException {
        Answer either =
                new Answer() {
                    private final java.util.concurrent.atomic.AtomicInteger n =
                            new java.util.concurrent.atomic.AtomicInteger();

                    @Override
                    public void to(HttpExchange visitor) throws IOException {
                        (n.incrementAndGet() % 2 == 0 ? PAGE : app("2")).to(visitor);
                    }
                };
        List<Knock> knocks = probe(List.of(either));
        List<Written> closed =
                List.of(
                        new Written(
                                knocks.getFirst().sent().minusSeconds(1).toString(),
                                "step-done",
                                "close-app",
                                ""));
        assertThat(Door.of(Scenario.UPDATE, closed).openedEarly(knocks)).isNotEmpty();
    }

    @Test
    void a_knock_that_is_not_answered_does_not_keep_the_next_ones_away()
            throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Answer silent =
                visitor -> {
                    seen.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
        try (DoorProber prober = new DoorProber(server.getAddress().getPort(), "t")) {
            seen = new CountDownLatch(3);
            answer = silent;
            seen.await();
            answer = app("2");
            seen = new CountDownLatch(4);
            seen.await();
            end.countDown();
            assertThat(byAnswerer(prober.leave()).get(By.APP)).contains("2");
        }
    }
}
