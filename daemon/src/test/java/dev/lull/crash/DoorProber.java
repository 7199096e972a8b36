package dev.lull.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Knocks all the while, whether the knock before was answered or not: asks which version is there,
 * and writes entries.
 */
final class DoorProber implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(80);
    private static final int WRITES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ExecutorService knocking = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Knock> knocks = new ConcurrentLinkedQueue<>();
    private final String base;
    private final Thread visitor;
    private volatile boolean leaving;

    /**
     * Begins to knock.
     *
     * @param tag begins the token of each entry that it writes
     */
    DoorProber(int port, String tag) {
        this.base = "http://127.0.0.1:" + port;
        this.visitor = Thread.ofVirtual().start(() -> knock(tag));
    }

    private void knock(String tag) {
        for (int n = 1; !leaving; n++) {
            String token = n % WRITES == 0 ? tag + "-" + n : "";
            knocking.execute(() -> knocks.add(answer(token)));
            try {
                Thread.sleep(BETWEEN);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Knock answer(String token) {
        Instant sent = Instant.now();
        try {
            HttpResponse<String> answer =
                    client.send(request(token), HttpResponse.BodyHandlers.ofString());
            return Knock.of(sent, Instant.now(), token, answer);
        } catch (IOException e) {
            return Knock.nobody(sent, Instant.now(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Knock.nobody(sent, Instant.now(), "the prober left");
        }
    }

    private HttpRequest request(String token) {
        String path = token.isEmpty() ? "/version" : "/entries";
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        if (token.isEmpty()) {
            return request.build();
        }
        String entry = "{\"token\": \"" + token + "\", \"text\": \"knock knock\"}";
        return request.header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(entry))
                .build();
    }

    /** Knocks no more; returns all knocks when the last one was answered. */
    List<Knock> leave() throws InterruptedException {
        leaving = true;
        visitor.join();
        knocking.close();
        return List.copyOf(knocks);
    }

    @Override
    public void close() {
        leaving = true;
        knocking.shutdownNow();
        client.shutdownNow();
    }
}
