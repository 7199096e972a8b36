package dev.lull.api;

import dev.lull.window.Event;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import dev.lull.window.Windows;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * A window's events as server-sent events: what the journal has after the last one that the client
 * has seen, then live, until the window has ended. One virtual thread a client: one that does not
 * read waits alone.
 */
final class EventStream {
    private final Windows windows;
    private final Json json;
    private final Duration heartbeat;
    private final Set<Thread> streaming = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    EventStream(Windows windows, Json json, Duration heartbeat) {
        this.windows = windows;
        this.json = json;
        this.heartbeat = heartbeat;
    }

    /**
     * Blocks until the window has ended, the client has left or is not welcome any more, or the
     * daemon stops.
     */
    void send(WindowId id, long after, HttpServletResponse response, BooleanSupplier welcome) {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        streaming.add(Thread.currentThread());
        try {
            stream(id, after, response.getOutputStream(), welcome);
        } catch (IOException e) {
            // the client has left
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streaming.remove(Thread.currentThread());
        }
    }

    private void stream(WindowId id, long after, OutputStream out, BooleanSupplier welcome)
            throws IOException, InterruptedException {
        out.write("retry: 1000\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        long last = after;
        // Taken before the journal is read: what comes in between is not slept over.
        long seen = windows.await(0, Duration.ZERO);
        String said = "";
        while (!closing) {
            for (Recorded recorded : windows.events(id, last)) {
                out.write(message(recorded).getBytes(StandardCharsets.UTF_8));
                last = recorded.sequence();
                if (recorded.event() instanceof Event.Ended) {
                    out.flush();
                    return;
                }
            }
            String trouble = windows.trouble(id);
            if (!trouble.isEmpty() && !trouble.equals(said)) {
                out.write(standsStill(trouble).getBytes(StandardCharsets.UTF_8));
            }
            said = trouble;
            out.flush();
            long now = windows.await(seen, heartbeat);
            if (!welcome.getAsBoolean()) {
                return;
            }
            if (now == seen) {
                out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
            }
            seen = now;
        }
    }

    /** Not an event of the journal, which can't be written maybe: it has no number. */
    private String standsStill(String trouble) {
        return "event: stands-still\ndata: "
                + json.write(new StandsStill(Instant.now(), "stands-still", trouble))
                + "\n\n";
    }

    record StandsStill(Instant at, String type, String text) {}

    private String message(Recorded recorded) {
        EventView view = EventView.of(recorded);
        return "id: "
                + view.sequence()
                + "\nevent: "
                + view.type()
                + "\ndata: "
                + json.write(view)
                + "\n\n";
    }

    /** How many clients follow one. */
    int clients() {
        return streaming.size();
    }

    /** Ends every stream. */
    void close() {
        closing = true;
        streaming.forEach(Thread::interrupt);
    }
}
