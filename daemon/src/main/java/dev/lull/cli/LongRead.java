package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Has a rollback point read whole, and shows how far that is until it says what came of it. */
final class LongRead {
    private final DaemonClient client;
    private final Terminal terminal;
    private final boolean json;

    /**
     * @param json whether every line is shown as it came
     */
    LongRead(DaemonClient client, Terminal terminal, boolean json) {
        this.client = client;
        this.terminal = terminal;
        this.json = json;
    }

    /**
     * Reads a point of the store to the end.
     *
     * @param what is asked for: the last part of the route
     * @param last type of the line that says what came of it
     * @param show shows that line to people
     * @return that line
     */
    JsonNode of(String point, String what, String last, Consumer<JsonNode> show) {
        String path = "/api/v1/snapshots/" + DaemonClient.segment(point) + "/" + what;
        return of(point, path, DaemonClient.object(Map.of()), last, show);
    }

    /**
     * The same of one that lies elsewhere.
     *
     * @param from the absolute path of its folder
     */
    JsonNode adopt(String from, Consumer<JsonNode> show) {
        return of(
                from,
                "/api/v1/snapshots/adopt",
                DaemonClient.object(Map.of("from", from)),
                "adopted",
                show);
    }

    private JsonNode of(
            String point, String path, JsonNode asked, String last, Consumer<JsonNode> show) {
        List<JsonNode> ends = new ArrayList<>();
        ProgressView progress = new ProgressView(terminal);
        try {
            client.post(
                    path,
                    asked,
                    line -> {
                        if (json) {
                            terminal.out().println(line.toString());
                            terminal.out().flush();
                        } else if (line.path("type").asText().equals("progress")) {
                            progress.show(line.path("text").asText(), Instant.now());
                        }
                        if (line.path("type").asText().equals(last)) {
                            ends.add(line);
                        }
                    });
        } finally {
            progress.end();
        }
        if (ends.isEmpty()) {
            throw new CliException(
                    ExitCode.UNEXPECTED,
                    "the daemon went before "
                            + point
                            + " was read to its end; see its log (its standard error), and"
                            + " try again");
        }
        if (!json) {
            show.accept(ends.getFirst());
        }
        return ends.getFirst();
    }
}
