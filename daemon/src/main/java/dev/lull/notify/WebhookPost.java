package dev.lull.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.transport.LateHttpClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts a notice as JSON. The text is there under each name by which the common receivers look for
 * it: {@code title} and {@code message} (Gotify, ntfy with its template), {@code text} (Slack,
 * Mattermost), {@code content} (Discord).
 */
public final class WebhookPost implements Post, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

    /** https://docs.discord.com/developers/resources/webhook#execute-webhook */
    private static final int CONTENT = 2000;

    private static final int REDIRECTED = 300;

    private final ObjectMapper json = new ObjectMapper();
    private final LateHttpClient client = new LateHttpClient(PATIENCE);

    /** The client's own timeout ends with the headers; a body may hang as well. */
    @Override
    public Optional<String> send(URI to, Notice notice) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer = new CompletableFuture<>();
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(to)
                            .header("Content-Type", "application/json")
                            .header("User-Agent", "lull")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body(notice)))
                            .build();
            answer = client.get().sendAsync(request, HttpResponse.BodyHandlers.discarding());
            int status = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return status >= OK && status < REDIRECTED
                    ? Optional.empty()
                    : Optional.of(to.getHost() + " answered with " + status);
        } catch (TimeoutException e) {
            return Optional.of(
                    to.getHost() + " did not answer within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            Throwable why = Objects.requireNonNullElse(e.getCause(), e);
            return Optional.of(
                    to.getHost() + " did not take it: " + why.getClass().getSimpleName());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.of(to.getHost() + " can't be asked: " + e.getClass().getSimpleName());
        } finally {
            answer.cancel(true);
        }
    }

    private byte[] body(Notice notice) throws JsonProcessingException {
        String whole = notice.title() + "\n" + notice.message();
        String content = whole.length() > CONTENT ? whole.substring(0, CONTENT - 1) + "…" : whole;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", notice.event());
        fields.put("stack", notice.stack().value());
        notice.window().ifPresent(w -> fields.put("window", w.value()));
        notice.schedule().ifPresent(s -> fields.put("schedule", s.value()));
        fields.put("title", notice.title());
        fields.put("message", notice.message());
        fields.put("text", whole);
        fields.put("content", content);
        return json.writeValueAsBytes(fields);
    }

    @Override
    public synchronized void close() {
        client.close();
    }
}
