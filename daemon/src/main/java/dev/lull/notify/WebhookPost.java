package dev.lull.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Posts a notice as JSON. The text is there under each name by which the common receivers look for
 * it: {@code title} and {@code message} (Gotify, ntfy with its template), {@code text} (Slack,
 * Mattermost), {@code content} (Discord).
 */
public final class WebhookPost implements Post, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int REDIRECTED = 300;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    @Override
    public Optional<String> send(URI to, Notice notice) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(to)
                            .header("Content-Type", "application/json")
                            .header("User-Agent", "lull")
                            .timeout(PATIENCE)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body(notice)))
                            .build();
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status >= OK && status < REDIRECTED
                    ? Optional.empty()
                    : Optional.of(to.getHost() + " answered with " + status);
        } catch (IOException e) {
            return Optional.of(to.getHost() + " did not take it: " + e.getClass().getSimpleName());
        }
    }

    private byte[] body(Notice notice) throws JsonProcessingException {
        String whole = notice.title() + "\n" + notice.message();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", notice.event());
        fields.put("stack", notice.stack().value());
        fields.put("window", notice.window().value());
        fields.put("title", notice.title());
        fields.put("message", notice.message());
        fields.put("text", whole);
        fields.put("content", whole);
        return json.writeValueAsBytes(fields);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
