package dev.lull.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A visitor who asks once, on a connection of its own: a kept one may be closed by a reload. */
public final class Web {
    private Web() {}

    public static HttpResponse<String> get(int port, String path) {
        return send(HttpRequest.newBuilder(uri(port, path)).GET());
    }

    /** Writes an entry; the answer is 201 when it was saved. */
    public static HttpResponse<String> write(int port, String token) {
        String body = "{\"token\": \"" + token + "\", \"text\": \"hello from " + token + "\"}";
        return send(
                HttpRequest.newBuilder(uri(port, "/entries"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder asked) {
        HttpRequest request = asked.build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            String what = request.method() + " " + request.uri() + ": " + e.getMessage();
            throw new UncheckedIOException(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
