package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints a plan: what will be done, to what, and what follows if it fails. */
final class PlanPrinter {
    private final Terminal terminal;

    PlanPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(JsonNode plan) {
        println(
                terminal.bold("Plan for " + Verb.text(plan, "stack"))
                        + ": "
                        + Verb.text(plan, "what"));
        println("");
        int number = 0;
        for (JsonNode step : plan.path("steps")) {
            number++;
            println(
                    String.format(
                            java.util.Locale.ROOT,
                            "  %2d  %-18s  %s",
                            number,
                            Verb.text(step, "step"),
                            Verb.text(step, "what")));
            step.path("details")
                    .forEach(d ->
                            println(
                                    " ".repeat(26)
                                            + terminal.dim("· " + Terminal.harmless(d.asText()))));
        }
        println("");
        failures(plan);
    }

    private void failures(JsonNode plan) {
        Map<String, List<String>> byFailure = new LinkedHashMap<>();
        plan.path("steps")
                .forEach(s ->
                        byFailure
                                .computeIfAbsent(Verb.text(s, "onFailure"), _ -> new ArrayList<>())
                                .add(Verb.text(s, "step")));
        println("If a step fails:");
        byFailure.forEach((failure, steps) -> {
            println("  " + consequence(failure));
            println("      " + terminal.dim(String.join(", ", steps)));
        });
    }

    private static String consequence(String onFailure) {
        return switch (onFailure) {
            case "refuse" -> "the window is refused, nothing was touched:";
            case "go-on" -> "the window goes on, with a warning:";
            case "way-back" -> "the stack returns to what it was, by itself:";
            case "hold" -> "the window stops there and waits for you:";
            case "close-and-hold" -> "what was opened is closed again, then it waits for you:";
            default -> onFailure + ":";
        };
    }

    private void println(String line) {
        terminal.out().println(line.stripTrailing());
    }
}
