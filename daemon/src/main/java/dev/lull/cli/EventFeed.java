package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The events of a window as they come, over restarts of the daemon: the stream is opened again
 * after the last event that was seen.
 */
final class EventFeed implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long PAUSE_MILLIS = 1_000;

    /** The daemon shows that it lives every 5 s. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final DaemonClient client;
    private final long window;
    private final PrintWriter err;
    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final Thread reader;
    private long last;
    private boolean ended;
    private volatile long heardAt;
    private volatile @Nullable Response opened;
    private volatile boolean closed;

    private sealed interface Item {
        record Event(JsonNode event) implements Item {}

        record Failed(CliException why) implements Item {}
    }

    EventFeed(DaemonClient client, long window, long after, PrintWriter err) {
        this.client = client;
        this.window = window;
        this.last = after;
        this.err = err;
        this.reader = Thread.ofVirtual().name("events-of-" + window).unstarted(this::read);
    }

    EventFeed start() {
        reader.start();
        return this;
    }

    /** A daemon that is frozen keeps the stream open, and says nothing. */
    private void dropIfSilent() {
        Response stream = opened;
        if (stream != null && System.nanoTime() - heardAt > SILENCE.toNanos()) {
            opened = null;
            close(stream);
        }
    }

    private static void close(Response stream) {
        try {
            stream.close();
        } catch (RuntimeException e) {
            // it is opened again
        }
    }

    /**
     * The next event, if one comes in time.
     *
     * @throws CliException when the daemon stays away
     */
    Optional<JsonNode> poll(Duration atMost) throws InterruptedException {
        dropIfSilent();
        Item item = items.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
        return switch (item) {
            case null -> Optional.empty();
            case Item.Event event -> Optional.of(event.event());
            case Item.Failed failed -> throw failed.why();
        };
    }

    private void read() {
        long lostAt = 0;
        try {
            while (!ended && !closed) {
                try (Response response = client.events(window, last)) {
                    if (lostAt != 0) {
                        err.println("lull: the daemon is back; going on after event " + last);
                        lostAt = 0;
                    }
                    heardAt = System.nanoTime();
                    opened = response;
                    stream(response);
                } catch (CliException e) {
                    if (e.exit() != ExitCode.UNREACHABLE || over(lostAt)) {
                        items.add(new Item.Failed(e));
                        return;
                    }
                } catch (IOException | RuntimeException e) {
                    // the connection broke; it is opened again
                }
                if (!ended && !closed) {
                    lostAt = lost(lostAt);
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean over(long lostAt) {
        return lostAt != 0 && System.nanoTime() - lostAt > PATIENCE.toNanos();
    }

    private long lost(long lostAt) {
        if (lostAt != 0) {
            return lostAt;
        }
        err.println(
                "lull: the daemon is gone; the window goes on when it is back. Trying again for "
                        + PATIENCE.toMinutes()
                        + " minutes (Ctrl-C to leave)");
        return System.nanoTime();
    }

    private void stream(Response response) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(response.getBody(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heardAt = System.nanoTime();
                if (line.startsWith("data: ")) {
                    event(DaemonClient.JSON.readTree(line.substring("data: ".length())));
                }
            }
        }
    }

    private void event(JsonNode event) {
        last = event.path("sequence").asLong(last);
        ended = event.path("type").asText().equals("ended");
        items.add(new Item.Event(event));
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
    }
}
