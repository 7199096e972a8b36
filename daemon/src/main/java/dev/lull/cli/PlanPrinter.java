package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.stack.Durations;
import dev.lull.stack.Sizes;
import java.time.Duration;
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

    /** What the rollback point will take; how long the door will be closed, by what is known. */
    void printForecast(JsonNode plan, JsonNode forecast) {
        println("");
        println("The rollback point:");
        forecast.path("volumes")
                .forEach(v ->
                        println(
                                "  "
                                        + Verb.text(v, "name")
                                        + " as "
                                        + Verb.text(v, "store")
                                        + ": "
                                        + size(v, "bytes")
                                        + " at the most, some "
                                        + took(v.path("seconds"))
                                        + terminal.dim(" (" + Verb.text(v, "why") + ")")));
        forecast.path("leftOut")
                .forEach(l -> println("  not in it: " + Terminal.harmless(l.asText())));
        println(
                "  in all "
                        + size(forecast, "bytes")
                        + " at the most; "
                        + size(forecast, "freeBytes")
                        + " are free for it");
        JsonNode expected =
                plan.hasNonNull("expected") ? plan.path("expected") : forecast.path("expected");
        println("");
        println(
                "The door will be closed for some "
                        + took(expected.path("closedSeconds"))
                        + terminal.dim(" (" + Verb.text(expected, "why") + ")"));
    }

    /** What was not measured, and why. */
    void printUnmeasured(CliException why) {
        println("");
        println("The rollback point was not measured: " + why.getMessage());
        why.problems().forEach(p -> println("  " + Terminal.harmless(p)));
    }

    private static String size(JsonNode object, String field) {
        return Sizes.print(object.path(field).asLong());
    }

    private static String took(JsonNode seconds) {
        return Durations.print(Duration.ofMillis(Math.round(seconds.asDouble() * 1000)));
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
