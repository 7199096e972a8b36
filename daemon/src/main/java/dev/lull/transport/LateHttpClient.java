package dev.lull.transport;

import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client, made when it is first wanted: to read all authorities that are trusted
 * takes it a while. Thread-safe.
 */
public final class LateHttpClient implements AutoCloseable {
    private final Duration patience;
    private @Nullable HttpClient client;

    /** One that follows no redirects, and waits so long for a connection. */
    public LateHttpClient(Duration patience) {
        this.patience = patience;
    }

    /** The client, always the same. */
    public synchronized HttpClient get() {
        HttpClient made = client;
        if (made == null) {
            made =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .connectTimeout(patience)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .build();
            client = made;
        }
        return made;
    }

    /** What is under way is broken off. */
    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
