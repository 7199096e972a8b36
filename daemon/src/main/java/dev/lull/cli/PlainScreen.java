package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A line for each event: for logs and pipes. */
final class PlainScreen implements Screen {
    private final Terminal terminal;
    private final StepNotes notes;
    private final Milestones milestones = new Milestones();
    private final DateTimeFormatter clock =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    PlainScreen(Terminal terminal, StepNotes notes) {
        this.terminal = terminal;
        this.notes = notes;
    }

    @Override
    public void show(JsonNode event) {
        String step = event.path("step").asText();
        String text = StepNotes.text(event);
        switch (event.path("type").asText()) {
            case "step-started" -> {
                notes.began(event);
                milestones.clear();
                line(event, step + ": " + notes.what(step));
            }
            case "said" ->
                    event.path("lines")
                            .forEach(l -> said(event, step, Terminal.harmless(l.asText())));
            case "warned" -> line(event, step + ": warning: " + text);
            case "step-done" -> line(event, step + ": done in " + notes.took(event) + tail(text));
            case "step-failed" ->
                    line(event, step + ": FAILED after " + notes.took(event) + tail(text));
            case "closed-again" -> line(event, step + ": " + text);
            case "undone" -> line(event, step + ": undone: " + text);
            case "overran" -> line(event, step + ": LONGER THAN EXPECTED");
            case "stands-still" -> line(event, "STANDS STILL" + tail(text));
            case "held" -> line(event, "HELD at " + step + tail(text));
            case "asked" ->
                    line(
                            event,
                            event.path("action").asText()
                                    + " asked for by "
                                    + Terminal.harmless(event.path("by").asText()));
            case "extended" ->
                    line(event, text + ", says " + Terminal.harmless(event.path("by").asText()));
            case "turned-back" -> {
                notes.learn(event);
                line(event, "the way back" + tail(text));
            }
            case "ended" -> line(event, event.path("phase").asText() + tail(text));
            default -> {
                // 'opened' is said before; facts and notes are not for people
            }
        }
    }

    private void said(JsonNode event, String step, String text) {
        if (milestones.worth(text, StepNotes.at(event))) {
            line(event, step + " | " + text);
        }
    }

    private static String tail(String text) {
        return text.isBlank() ? "" : ": " + text;
    }

    private void line(JsonNode event, String text) {
        terminal.out().println(clock.format(StepNotes.at(event)) + " " + text);
        terminal.out().flush();
    }
}
