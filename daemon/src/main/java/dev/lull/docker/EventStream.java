package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The engine's events, read on a virtual thread until closed or broken. */
final class EventStream implements AutoCloseable {
    /** Each health check of each container makes three events more, which say nothing. */
    static final String FILTERS =
            """
            {"type":["container","network"],
             "event":["create","start","die","stop","kill","destroy","connect","disconnect"]}\
            """;

    private final EngineHttp http;
    private final Consumer<EngineEvent> events;
    private final Consumer<String> ended;
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<Boolean> open = new CompletableFuture<>();
    private final Thread thread;

    private EventStream(EngineHttp http, Consumer<EngineEvent> events, Consumer<String> ended) {
        this.http = http;
        this.events = events;
        this.ended = ended;
        this.thread = Thread.ofVirtual().name("docker: events").unstarted(this::run);
    }

    /** Comes back when the stream is open: nothing that happens afterwards is missed. */
    static EventStream open(EngineHttp http, Consumer<EngineEvent> events, Consumer<String> ended) {
        String what = "tell its events";
        http.ping(what);
        EventStream stream = new EventStream(http, events, ended);
        stream.thread.start();
        try {
            Deadline.within(http.deadline(), Kind.READ, what, stream.open::get);
            return stream;
        } catch (java.util.concurrent.ExecutionException e) {
            stream.close();
            throw http.failed(Kind.READ, what, e);
        } catch (EngineException e) {
            stream.close();
            throw e;
        }
    }

    private void run() {
        String reason = "the engine closed the stream of events";
        try {
            http.stream(
                    EngineHttp.request("GET", "/events?filters=" + EngineHttp.query(FILTERS)),
                    this::read);
        } catch (IOException | RuntimeException e) {
            open.completeExceptionally(e);
            reason = "the stream of events broke: " + e.getMessage();
        }
        if (over.compareAndSet(false, true)) {
            ended.accept(reason);
        }
    }

    private void read(InputStream body) throws IOException {
        open.complete(true);
        try (MappingIterator<JsonNode> values =
                Reply.JSON.readerFor(JsonNode.class).readValues(body)) {
            while (values.hasNextValue()) {
                JsonNode value = values.nextValue();
                if (!over.get()) {
                    events.accept(event(value));
                }
            }
        }
    }

    private static EngineEvent event(JsonNode value) {
        Map<String, String> attributes = new LinkedHashMap<>();
        value.path("Actor")
                .path("Attributes")
                .properties()
                .forEach(e -> attributes.put(e.getKey(), e.getValue().asText()));
        return new EngineEvent(
                Instant.ofEpochSecond(0, value.path("timeNano").asLong()),
                value.path("Type").asText(),
                value.path("Action").asText(),
                value.path("Actor").path("ID").asText(),
                attributes);
    }

    @Override
    public void close() {
        over.set(true);
        thread.interrupt();
    }
}
