package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.stack.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looking at windows. */
final class WindowVerbs {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    private WindowVerbs() {}

    static String time(JsonNode node, String field) {
        return TIME.format(Instant.parse(node.path(field).asText()));
    }

    @Command(
            name = "windows",
            description = "List the windows, newest first.",
            footerHeading = "%nExamples:%n",
            footer = {"  lull windows", "  lull windows --limit 5"})
    static final class WindowsVerb extends Verb {
        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "20",
                description = "how many (default: ${DEFAULT-VALUE})")
        private int limit = 20;

        @Option(names = "--json", description = "print the daemon's answer")
        private boolean json;

        WindowsVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            JsonNode answer = client.get("/api/v1/windows?limit=" + limit);
            if (json) {
                println(answer.toString());
                return ExitCode.OK;
            }
            answer.path("leftAlone").forEach(why -> println(terminal().bad(why.asText())));
            if (answer.path("windows").isEmpty() && !answer.path("leftAlone").isEmpty()) {
                return ExitCode.OK;
            }
            if (answer.path("windows").isEmpty()) {
                println("There have been no windows yet; open one with 'lull run STACK'.");
                return ExitCode.OK;
            }
            Table table =
                    new Table(terminal(), "ID", "STACK", "CHANGE", "STATE", "OPENED", "BY", "WHY");
            answer.path("windows")
                    .forEach(w ->
                            table.row(
                                    text(w, "id"),
                                    text(w, "stack"),
                                    text(w.path("change"), "type"),
                                    Follower.phase(w),
                                    time(w, "openedAt"),
                                    text(w, "by"),
                                    text(w, "reason")));
            table.print();
            return ExitCode.OK;
        }
    }

    @Command(
            name = "show",
            description = "Show how a window is going, and what you can do.",
            footerHeading = "%nExamples:%n",
            footer = {"  lull show 12", "  lull show 12 --follow"})
    static final class ShowVerb extends Verb {
        @Parameters(paramLabel = "ID", description = "number of the window")
        private long id;

        @Option(names = "--follow", description = "stay until it ends or waits for a person")
        private boolean follow;

        @Option(names = "--json", description = "print the daemon's answer")
        private boolean json;

        ShowVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) throws Exception {
            JsonNode window = client.get(windowPath(id));
            boolean over = window.path("ended").asBoolean() || window.path("held").isObject();
            if (follow && !over) {
                return new Follower(terminal(), client, json).follow(window, 0, Set.of());
            }
            if (json) {
                println(window.toString());
            } else {
                print(client, window);
            }
            return follow ? Follower.exit(window) : ExitCode.OK;
        }

        private void print(DaemonClient client, JsonNode window) {
            println(
                    terminal().bold(text(window, "stack"))
                            + ": "
                            + text(window, "what")
                            + "; opened "
                            + time(window, "openedAt")
                            + " by "
                            + text(window, "by")
                            + (text(window, "from").isEmpty()
                                    ? ""
                                    : ", from " + text(window, "from")));
            said(window, "reason", "Why");
            said(window, "gitSha", "Commit");
            said(window, "changeUrl", "Change");
            if (window.has("trouble")) {
                println(terminal().bad("STANDS STILL") + ": " + text(window, "trouble"));
            }
            if (window.path("overran").asBoolean()) {
                println(
                        terminal().careful("Longer than expected")
                                + ": visitors were expected back by "
                                + time(window, "expectedBackAt"));
            }
            println("");
            steps(window);
            if (window.has("wayBack")) {
                println("");
                println("The way back: " + text(window.path("wayBack"), "why"));
                steps(window.path("wayBack"));
            }
            window.path("warnings")
                    .forEach(w ->
                            println(
                                    terminal().careful("  ! ")
                                            + text(w, "step")
                                            + ": "
                                            + text(w, "text")));
            new Follower(terminal(), client, false).conclude(window);
            if (text(window, "phase").equals("stuck")) {
                standing(client.get(windowPath(id) + "/standing"));
            }
        }

        private void said(JsonNode window, String field, String what) {
            if (!text(window, field).isBlank()) {
                println(what + ": " + text(window, field));
            }
        }

        private void standing(JsonNode standing) {
            println("");
            println("What is in place, as it is now:");
            for (JsonNode item : standing.path("items")) {
                boolean inPlace = item.path("inPlace").asBoolean();
                println(
                        "  "
                                + (inPlace ? terminal().good("✓") : terminal().bad("✗"))
                                + " "
                                + text(item, "what")
                                + ": "
                                + text(item, "now")
                                + (inPlace ? "" : " (before: " + text(item, "before") + ")"));
            }
            println("");
            println("To finish by hand:");
            standing.path("commands").forEach(c -> println(Terminal.harmless(c.asText())));
        }

        private void steps(JsonNode withSteps) {
            for (JsonNode step : withSteps.path("steps")) {
                String took =
                        step.has("elapsedSeconds")
                                ? Durations.print(
                                        Duration.ofMillis(
                                                Math.round(
                                                        step.path("elapsedSeconds").asDouble()
                                                                * 1000)))
                                : "";
                String said =
                        text(step, "text").isBlank() ? text(step, "what") : text(step, "text");
                println(
                        ("  "
                                        + mark(text(step, "status"))
                                        + String.format(
                                                Locale.ROOT,
                                                " %-19s %7s  %s",
                                                text(step, "step"),
                                                took,
                                                said))
                                .stripTrailing());
            }
        }

        private String mark(String status) {
            return switch (status) {
                case "done" -> terminal().good("✓");
                case "failed" -> terminal().bad("✗");
                case "running" -> terminal().bold("●");
                default -> terminal().dim("·");
            };
        }
    }

    @Command(
            name = "report",
            description = "Print the report of a window, as Markdown or JSON.",
            footerHeading = "%nExamples:%n",
            footer = {"  lull report 12 > window-12.md", "  lull report 12 --json"})
    static final class ReportVerb extends Verb {
        @Parameters(paramLabel = "ID", description = "number of the window")
        private long id;

        @Option(names = "--json", description = "as JSON")
        private boolean json;

        ReportVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            String accept = json ? "application/json" : "text/markdown";
            println(client.getText(windowPath(id) + "/report", accept).stripTrailing());
            return ExitCode.OK;
        }
    }
}
