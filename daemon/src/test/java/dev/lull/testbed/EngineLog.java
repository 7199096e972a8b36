package dev.lull.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * When containers of a project started, became healthy and ended, as the engine says it. Listens
 * all the while, because the engine itself remembers its last 256 events only, and every health
 * check makes three.
 */
final class EngineLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEALTHY = "health_status: healthy";

    private final Process process;
    private final Thread reader;
    private final Queue<Happening> happenings = new ConcurrentLinkedQueue<>();

    private record Happening(
            Instant at, String what, String container, String service, boolean oneOff) {}

    EngineLog(String project) {
        try {
            process =
                    new ProcessBuilder(
                                    "docker",
                                    "events",
                                    "--filter",
                                    "type=container",
                                    "--filter",
                                    "label=com.docker.compose.project=" + project,
                                    "--filter",
                                    "event=start",
                                    "--filter",
                                    "event=die",
                                    "--filter",
                                    "event=health_status",
                                    "--format",
                                    "{{json .}}")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode event = JSON.readTree(line);
                JsonNode labels = event.path("Actor").path("Attributes");
                long nanos = event.path("timeNano").asLong();
                happenings.add(
                        new Happening(
                                Instant.ofEpochSecond(0, nanos),
                                event.path("Action").asText(),
                                event.path("Actor").path("ID").asText(),
                                labels.path("com.docker.compose.service").asText(),
                                labels.path("com.docker.compose.oneoff").asText().equals("True")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the start of each container of these services until it was healthy. */
    List<Span> boots(List<String> services) {
        return spans(h -> !h.oneOff() && services.contains(h.service()), HEALTHY);
    }

    /** From the start to the end of what ran once. */
    List<Span> oneOffs() {
        return spans(Happening::oneOff, "die");
    }

    /** When the last container of these services ended, before that time. */
    Optional<Instant> lastEnd(List<String> services, Instant before) {
        return happenings.stream()
                .filter(h -> !h.oneOff() && services.contains(h.service()))
                .filter(h -> h.what().equals("die") && h.at().isBefore(before))
                .map(Happening::at)
                .max(Instant::compareTo);
    }

    private List<Span> spans(Predicate<Happening> which, String end) {
        List<Span> spans = new ArrayList<>();
        Map<String, Instant> started = new HashMap<>();
        for (Happening happening : happenings) {
            if (!which.test(happening)) {
                continue;
            }
            if (happening.what().equals("start")) {
                started.put(happening.container(), happening.at());
            } else if (happening.what().equals(end)) {
                Instant from = started.remove(happening.container());
                if (from != null) {
                    spans.add(new Span(from, happening.at()));
                }
            }
        }
        return spans;
    }

    /** Waits for what is still on its way. */
    void settle() throws InterruptedException {
        Thread.sleep(500);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
