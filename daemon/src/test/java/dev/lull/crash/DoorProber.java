package dev.lull.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Knocks all the while: who answers behind the door, and which writes were acknowledged. */
final class DoorProber implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(60);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String base;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final List<Write> writes = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private volatile boolean done;

    /** The app, not the page, answered with this version. */
    record Seen(Instant sent, Instant at, String version) {}

    /** A write that the app said it has saved. */
    record Write(Instant at, String token) {}

    DoorProber(int port, String tag) {
        this.base = "http://127.0.0.1:" + port;
        threads.add(Thread.ofVirtual().start(() -> loop(this::ask)));
        threads.add(Thread.ofVirtual().start(() -> loop(() -> write(tag))));
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    List<Write> writes() {
        return List.copyOf(writes);
    }

    private void loop(Runnable knock) {
        while (!done) {
            knock.run();
            try {
                Thread.sleep(BETWEEN);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void ask() {
        Instant sent = Instant.now();
        HttpRequest request = request("/version").GET().build();
        String body = send(request, 200);
        if (!body.isEmpty()) {
            seen.add(new Seen(sent, Instant.now(), body.strip()));
        }
    }

    private void write(String tag) {
        String token = tag + "-" + number.incrementAndGet();
        String entry = "{\"token\": \"" + token + "\", \"text\": \"knock knock\"}";
        HttpRequest request =
                request("/entries")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(entry))
                        .build();
        if (!send(request, 201).isEmpty()) {
            writes.add(new Write(Instant.now(), token));
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    }

    /** The body of an answer with this status, a blank for an empty one; empty for any other. */
    private String send(HttpRequest request, int status) {
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == status ? answer.body() + " " : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Knocks no more; returns when the last answer is in. */
    void leave() {
        done = true;
        for (Thread thread : threads) {
            try {
                thread.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        leave();
        client.shutdownNow();
    }
}
