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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * When containers of a project started, first passed their health command and ended, as the engine
 * says it. Listens all the while, because the engine itself remembers its last 256 events only, and
 * every health check makes three.
 */
final class EngineLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Thread reader;
    private final Queue<Happening> happenings = new ConcurrentLinkedQueue<>();

    private record Happening(
            Instant at,
            String what,
            String exitCode,
            String container,
            String service,
            boolean oneOff) {
        boolean isStart() {
            return what.equals("start");
        }

        boolean isEnd() {
            return what.equals("die");
        }

        /** Not what Docker then thinks of its health: that may be a whole interval later. */
        boolean isPassedCommand() {
            return what.startsWith("exec_die") && exitCode.equals("0");
        }
    }

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
                                    "event=exec_die",
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
                                labels.path("exitCode").asText(),
                                event.path("Actor").path("ID").asText(),
                                labels.path("com.docker.compose.service").asText(),
                                labels.path("com.docker.compose.oneoff").asText().equals("True")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * From the start of each container of these services until a command in it first succeeded: its
     * health command, run by Docker or by Lull, for nothing else is run in them so early.
     */
    List<Span> boots(List<String> services) {
        return spans(
                h -> !h.oneOff() && services.contains(h.service()), Happening::isPassedCommand);
    }

    /**
     * From the start of each container of these services until it logged these words.
     *
     * @param words in any case
     */
    List<Span> ready(List<String> services, String words) {
        return happenings.stream()
                .filter(h -> !h.oneOff() && services.contains(h.service()) && h.isStart())
                .map(h -> new Span(h.at(), logged(h, words)))
                .toList();
    }

    /** Docker may stamp a start later than the first output. */
    private static Instant logged(Happening start, String words) {
        Instant since = start.at().minusSeconds(1);
        String log =
                Sh.run(
                        "sh",
                        "-c",
                        "docker logs --timestamps --since \"$1\" \"$2\" 2>&1",
                        "sh",
                        since.toString(),
                        start.container());
        return log.lines()
                .filter(l -> l.toLowerCase(Locale.ROOT).contains(words))
                .map(l -> Instant.parse(l.substring(0, l.indexOf(' '))))
                .findFirst()
                .map(at -> at.isBefore(start.at()) ? start.at() : at)
                .orElseThrow(() ->
                        new IllegalStateException(
                                start.service() + " never logged: " + words + "\n" + log));
    }

    /** From the start to the end of what ran once. */
    List<Span> oneOffs() {
        return spans(Happening::oneOff, Happening::isEnd);
    }

    /** When the last container of these services ended, before that time. */
    Optional<Instant> lastEnd(List<String> services, Instant before) {
        return happenings.stream()
                .filter(h -> !h.oneOff() && services.contains(h.service()))
                .filter(h -> h.isEnd() && h.at().isBefore(before))
                .map(Happening::at)
                .max(Instant::compareTo);
    }

    private List<Span> spans(Predicate<Happening> which, Predicate<Happening> end) {
        List<Span> spans = new ArrayList<>();
        Map<String, Instant> started = new HashMap<>();
        for (Happening happening : happenings) {
            if (!which.test(happening)) {
                continue;
            }
            if (happening.isStart()) {
                started.put(happening.container(), happening.at());
            } else if (end.test(happening)) {
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
