package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.stack.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Follows a window to its end, or to where it waits for a person. */
final class Follower {
    private static final Duration TICK = Duration.ofMillis(500);

    private final Terminal terminal;
    private final DaemonClient client;
    private final boolean json;

    Follower(Terminal terminal, DaemonClient client, boolean json) {
        this.terminal = terminal;
        this.client = client;
        this.json = json;
    }

    /**
     * Follows.
     *
     * @param window its view from when the following begins
     * @param after the last event that is not shown
     * @param wanted phases that are what was asked for
     * @return what its end means
     */
    ExitCode follow(JsonNode window, long after, Set<String> wanted) throws InterruptedException {
        long id = window.path("id").asLong();
        Screen screen = screen(window);
        try (EventFeed feed = new EventFeed(client, id, after, terminal.err()).start()) {
            while (true) {
                Optional<JsonNode> event = feed.poll(TICK);
                if (event.isEmpty()) {
                    screen.tick(Instant.now());
                    continue;
                }
                screen.show(event.get());
                String type = event.get().path("type").asText();
                if (type.equals("ended") || (type.equals("held") && stillHeld(id))) {
                    screen.end();
                    return close(event.get(), id, wanted);
                }
            }
        }
    }

    /** What comes first is what was: somebody may have answered long ago. */
    private boolean stillHeld(long id) {
        return client.get("/api/v1/windows/" + id).path("held").isObject();
    }

    private Screen screen(JsonNode window) {
        if (json) {
            return new JsonScreen(terminal.out());
        }
        StepNotes notes = new StepNotes();
        notes.learn(window);
        notes.learn(window.path("wayBack"));
        return terminal.interactive()
                ? new LiveScreen(
                        terminal,
                        notes,
                        Instant.parse(window.path("openedAt").asText()),
                        Duration.ofMillis(
                                Math.round(window.path("expectedSeconds").asDouble() * 1000)))
                : new PlainScreen(terminal, notes);
    }

    private ExitCode close(JsonNode last, long id, Set<String> wanted) {
        if (!json) {
            conclude(client.get("/api/v1/windows/" + id));
        }
        if (last.path("type").asText().equals("held")) {
            return held(last.path("step").asText());
        }
        String phase = last.path("phase").asText();
        return wanted.contains(phase) ? ExitCode.OK : ended(phase);
    }

    /** What it means that a window is where it is. */
    static ExitCode exit(JsonNode window) {
        JsonNode held = window.path("held");
        return held.isObject()
                ? held(held.path("step").asText())
                : ended(window.path("phase").asText());
    }

    /** Quiet and a person's turn is what {@code --change none} asks for. */
    private static ExitCode held(String step) {
        return step.equals("work") ? ExitCode.OK : ExitCode.HELD;
    }

    private static ExitCode ended(String phase) {
        return switch (phase) {
            case "done" -> ExitCode.OK;
            case "refused" -> ExitCode.REFUSED;
            case "rolled-back", "aborted" -> ExitCode.ROLLED_BACK;
            default -> ExitCode.UNEXPECTED;
        };
    }

    /** What happened, what to do next. */
    void conclude(JsonNode window) {
        terminal.out().println();
        terminal.out().println(headline(window));
        terminal.print(window.path("happened").asText(), "");
        if (window.path("doorClosedSeconds").asDouble() > 0) {
            terminal.out().println("The door was closed for " + door(window) + ".");
        }
        window.path("next").forEach(n -> terminal.print(n.asText(), "  → "));
        terminal.out().flush();
    }

    private static String door(JsonNode window) {
        long millis = Math.round(window.path("doorClosedSeconds").asDouble() * 1000);
        boolean still = window.path("door").asText().equals("closed");
        return Durations.print(Duration.ofMillis(millis)) + (still ? " so far, and still is" : "");
    }

    private String headline(JsonNode window) {
        String text = "Window " + window.path("id").asText() + ": " + phase(window);
        return switch (window.path("phase").asText()) {
            case "done" -> terminal.good(text);
            case "rolled-back", "aborted", "refused", "stuck" -> terminal.bad(text);
            default -> terminal.careful(text);
        };
    }

    /** {@code changing, held at migrate}. */
    static String phase(JsonNode window) {
        String phase = window.path("phase").asText();
        JsonNode held = window.path("held");
        return (held.isObject() ? phase + ", held at " + held.path("step").asText() : phase)
                + (window.has("trouble") ? ", stands still" : "");
    }
}
