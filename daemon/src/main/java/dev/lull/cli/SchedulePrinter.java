package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.schedule.RunState;
import dev.lull.stack.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints a schedule: what it does and when, what comes, and what was. */
final class SchedulePrinter {
    /** With its offset: two nights a year it is another one. */
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm xxx", Locale.ENGLISH);

    private final Terminal terminal;

    SchedulePrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A word for how it stands. */
    static String state(JsonNode schedule) {
        if (schedule.path("ended").asBoolean()) {
            return "over";
        }
        if (schedule.path("paused").asBoolean()) {
            return "paused";
        }
        return schedule.path("skipping").asBoolean() ? "skips one" : "on";
    }

    /** When it is due next, by its own clock. */
    static String next(JsonNode schedule) {
        JsonNode next = schedule.path("next").path(0);
        return next.isTextual() ? moment(next.asText(), zone(schedule)) : "-";
    }

    /**
     * @param runs newest first
     */
    void print(JsonNode schedule, JsonNode runs) {
        println(
                terminal.bold(ScheduleVerbs.name(schedule))
                        + ": schedule "
                        + text(schedule, "id")
                        + ", "
                        + state(schedule));
        println("When:    " + text(schedule, "words") + expression(schedule));
        println("Change:  " + what(schedule.path("change")));
        println("Length:  " + lasting(schedule, "length"));
        println("Missed:  " + missed(schedule));
        conditions(schedule).forEach(c -> println("Only:    " + c));
        println("From:    " + from(schedule));
        if (!schedule.path("next").isEmpty()) {
            println("");
            println("Next:");
            printNext(schedule.path("next"), zone(schedule));
        }
        println("");
        printRuns(schedule, runs);
    }

    void printNext(JsonNode next, ZoneId zone) {
        next.forEach(moment -> println("  " + moment(moment.asText(), zone)));
    }

    private static String expression(JsonNode schedule) {
        return schedule.has("cron") ? " (" + text(schedule, "cron") + ")" : "";
    }

    private static String what(JsonNode change) {
        return switch (text(change, "type")) {
            case "update" -> "update to what the compose files say" + images(change);
            case "migrate" -> "run the migration with the images that are there";
            case "exec" -> "run in " + text(change, "service") + ": " + words(change, "command");
            default -> "a person does the work, then says 'lull reopen'";
        };
    }

    private static String images(JsonNode change) {
        StringBuilder images = new StringBuilder();
        change.path("images")
                .properties()
                .forEach(i ->
                        images.append(", with ")
                                .append(Terminal.harmless(i.getKey()))
                                .append(" to ")
                                .append(Terminal.harmless(i.getValue().asText())));
        return images.append(change.path("pull").asBoolean() ? ", every image pulled" : "")
                .toString();
    }

    private static String words(JsonNode node, String field) {
        List<String> words = new ArrayList<>();
        node.path(field).forEach(w -> words.add(Terminal.harmless(w.asText())));
        return String.join(" ", words);
    }

    private static String missed(JsonNode schedule) {
        return schedule.path("late").asDouble() > 0
                ? "may still begin for " + lasting(schedule, "late") + " after its moment"
                : "is skipped";
    }

    private static List<String> conditions(JsonNode schedule) {
        List<String> conditions = new ArrayList<>();
        schedule.path("onlyIf")
                .forEach(word ->
                        conditions.add(
                                switch (word.asText()) {
                                    case "changed" -> "when there is something to do";
                                    case "healthy" -> "when the stack is well";
                                    default -> Terminal.harmless(word.asText());
                                }));
        if (schedule.has("approve")) {
            conditions.add(
                    "when somebody approves it within "
                            + lasting(schedule, "approve")
                            + " after it is asked");
        }
        return conditions;
    }

    private static String from(JsonNode schedule) {
        return (text(schedule, "source").equals("file")
                        ? "x-lull.schedule of its compose files"
                        : text(schedule, "by"))
                + ", since "
                + WindowVerbs.time(schedule, "since");
    }

    private void printRuns(JsonNode schedule, JsonNode runs) {
        if (runs.isEmpty()) {
            println("None of its moments has come yet.");
            return;
        }
        Table table = new Table(terminal, "DUE", "STATE", "WINDOW", "WHY");
        runs.forEach(run ->
                table.row(
                        moment(text(run, "due"), zone(schedule)),
                        text(run, "state"),
                        run.has("window") ? text(run, "window") : "-",
                        text(run, "why")));
        table.print();
        runs.forEach(run -> {
            if (waitsForAWord(run)) {
                println("");
                terminal.print(
                        "If it may run: lull schedule approve "
                                + text(schedule, "id")
                                + " "
                                + text(run, "due"),
                        "→ ");
            }
        });
    }

    static boolean waitsForAWord(JsonNode run) {
        return text(run, "state").equals(RunState.WAITING_FOR_APPROVAL.word());
    }

    /** That of its own clock; this host's, where it is due once. */
    static ZoneId zone(JsonNode schedule) {
        return schedule.has("zone")
                ? known(schedule.path("zone").asText())
                : ZoneId.systemDefault();
    }

    /** The zone of this name; this host's, where there is none. */
    static ZoneId known(String name) {
        return ZoneId.getAvailableZoneIds().contains(name)
                ? ZoneId.of(name)
                : ZoneId.systemDefault();
    }

    private static String moment(String instant, ZoneId zone) {
        return MOMENT.format(Instant.parse(instant).atZone(zone));
    }

    private static String lasting(JsonNode node, String field) {
        return Durations.print(Duration.ofMillis(Math.round(node.path(field).asDouble() * 1000)));
    }

    private static String text(JsonNode node, String field) {
        return Verb.text(node, field);
    }

    private void println(String line) {
        terminal.out().println(line);
    }
}
