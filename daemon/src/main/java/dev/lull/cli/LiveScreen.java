package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.stack.Durations;
import dev.lull.stack.ProgressLine;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * For a terminal: what is over stays above, the running step with its time and its last line of
 * output is redrawn below. Only ever moves within the lines that it has drawn itself.
 */
final class LiveScreen implements Screen {

    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";
    private static final String OUTPUT_INDENT = "    ";
    private static final int KEPT = 20;

    private final Terminal terminal;
    private final StepNotes notes;
    private final Instant openedAt;
    private final Duration expected;
    private final Deque<String> output = new ArrayDeque<>();
    private String running = "";
    private int drawn;

    LiveScreen(Terminal terminal, StepNotes notes, Instant openedAt, Duration expected) {
        this.terminal = terminal;
        this.notes = notes;
        this.openedAt = openedAt;
        this.expected = expected;
    }

    @Override
    public void show(JsonNode event) {
        erase();
        String step = event.path("step").asText();
        String text = StepNotes.text(event);
        switch (event.path("type").asText()) {
            case "step-started" -> {
                notes.began(event);
                running = step;
                output.clear();
            }
            case "said" -> event.path("lines").forEach(l -> remember(l.asText()));
            case "warned" -> over(terminal.careful("!"), step, "", text);
            case "step-done" -> {
                over(terminal.good("✓"), step, notes.took(event), text);
                running = "";
            }
            case "step-failed" -> {
                over(terminal.bad("✗"), step, notes.took(event), text);
                output.forEach(l -> print(OUTPUT_INDENT + terminal.dim("│ " + l)));
                running = "";
            }
            case "closed-again" -> over(terminal.careful("!"), step, "", text);
            case "undone" -> over(terminal.careful("!"), step, "", "undone: " + text);
            case "overran" -> over(terminal.careful("!"), step, "", "longer than expected");
            case "stands-still" -> over(terminal.bad("!"), "", "", "stands still: " + text);
            case "held" -> {
                over(terminal.careful("‖"), step, "", "held: " + text);
                running = "";
            }
            case "asked" ->
                    print(
                            "  "
                                    + event.path("action").asText()
                                    + " asked for by "
                                    + Terminal.harmless(event.path("by").asText()));
            case "extended" ->
                    print("  " + text + ", says " + Terminal.harmless(event.path("by").asText()));
            case "turned-back" -> {
                notes.learn(event);
                print(terminal.careful("  The way back: ") + text);
            }
            default -> {
                // 'opened' is said before; the end is said after
            }
        }
        draw(Instant.now());
    }

    @Override
    public void tick(Instant now) {
        erase();
        draw(now);
    }

    @Override
    public void end() {
        erase();
        terminal.out().flush();
    }

    private void remember(String line) {
        String harmless = Terminal.harmless(line);
        if (!output.isEmpty() && ProgressLine.isNewer(harmless, output.getLast())) {
            output.removeLast();
        }
        if (!harmless.isBlank()) {
            output.addLast(harmless);
        }
        while (output.size() > KEPT) {
            output.removeFirst();
        }
    }

    private void over(String mark, String step, String took, String text) {
        print("  " + mark + " " + columns(step, took) + text);
    }

    private static String columns(String step, String took) {
        return String.format("%-19s %7s  ", step, took);
    }

    private void print(String line) {
        terminal.out().println(line.stripTrailing());
    }

    private void erase() {
        if (drawn > 0) {
            terminal.out().print("\u001b[" + drawn + "A\u001b[J");
            drawn = 0;
        }
    }

    private void draw(Instant now) {
        if (running.isEmpty()) {
            terminal.out().flush();
            return;
        }
        List<String> lines = new ArrayList<>();
        String took =
                notes.began(running)
                        .map(b -> Durations.print(Durations.between(b, now)))
                        .orElse("");
        lines.add("  " + terminal.bold("●") + " " + columns(running, took) + notes.what(running));
        if (!output.isEmpty()) {
            lines.add(OUTPUT_INDENT + terminal.dim("│ " + cut(output.getLast())));
        }
        Duration since = Durations.between(openedAt, now);
        String over =
                since.compareTo(expected) > 0 ? terminal.careful(", longer than expected") : "";
        lines.add(
                terminal.dim(
                                "  "
                                        + Durations.print(since)
                                        + " of about "
                                        + Durations.print(expected))
                        + over);
        PrintWriter out = terminal.out();
        out.print(NO_WRAP);
        lines.forEach(out::println);
        out.print(WRAP);
        out.flush();
        drawn = lines.size();
    }

    private static String cut(String line) {
        boolean progress = ProgressLine.read(line).isPresent();
        return progress ? Terminal.end(line, OUTPUT_INDENT.length() + 2) : line;
    }
}
