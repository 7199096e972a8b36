package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Schedules, as far as they are looked at. */
final class ScheduleVerbs {
    static final String SCHEDULES = "/api/v1/schedules";

    private ScheduleVerbs() {}

    static String path(long id) {
        return SCHEDULES + "/" + id;
    }

    /** {@code guestbook/nightly}. */
    static String name(JsonNode schedule) {
        return Verb.text(schedule, "stack") + "/" + Verb.text(schedule, "name");
    }

    @Command(
            name = "schedule",
            description = {
                "Have windows opened at their time, once or again and again. What stands under"
                        + " x-lull.schedule in compose files is here too."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  lull schedule list",
                "  lull schedule preview --cron '30 4 * * 1-5'",
                "  lull schedule add guestbook weekly --cron '0 3 * * 0' --length 10m",
                "  lull schedule skip 3",
            })
    static final class ScheduleVerb extends VerbGroup {
        ScheduleVerb(Lull lull) {
            super(lull);
        }
    }

    @Command(
            name = "list",
            description = "List the schedules of all stacks, and what became of each last time.",
            footerHeading = "%nExamples:%n",
            footer = "  lull schedule list")
    static final class ListVerb extends Verb {
        @Option(names = "--json", description = "print the daemon's answer")
        private boolean json;

        ListVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            JsonNode answer = client.get(SCHEDULES);
            if (json) {
                println(answer.toString());
                return ExitCode.OK;
            }
            if (answer.path("schedules").isEmpty()) {
                println(
                        "There are no schedules yet; add one with 'lull schedule add', or write"
                                + " x-lull.schedule into a compose file.");
                return ExitCode.OK;
            }
            Table table =
                    new Table(terminal(), "ID", "STACK", "NAME", "STATE", "NEXT", "LAST", "WHEN");
            answer.path("schedules")
                    .forEach(s ->
                            table.row(
                                    text(s, "id"),
                                    text(s, "stack"),
                                    text(s, "name"),
                                    SchedulePrinter.state(s),
                                    SchedulePrinter.next(s),
                                    last(s),
                                    text(s, "words")));
            table.print();
            return ExitCode.OK;
        }

        private static String last(JsonNode schedule) {
            JsonNode last = schedule.path("last");
            if (!last.isObject()) {
                return "-";
            }
            return last.has("window") ? "window " + text(last, "window") : text(last, "state");
        }
    }

    @Command(
            name = "show",
            description = "Show a schedule: when it is due, its conditions, and what became of it.",
            footerHeading = "%nExamples:%n",
            footer = "  lull schedule show 3")
    static final class ShowVerb extends Verb {
        @Parameters(paramLabel = "ID", description = "number of the schedule")
        private long id;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "10",
                description = "how many of its past moments (default: ${DEFAULT-VALUE})")
        private int limit = 10;

        @Option(names = "--json", description = "print the daemon's answer")
        private boolean json;

        ShowVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            JsonNode schedule = client.get(path(id));
            if (json) {
                println(schedule.toString());
                return ExitCode.OK;
            }
            JsonNode runs = client.get(path(id) + "/runs?limit=" + limit);
            new SchedulePrinter(terminal()).print(schedule, runs.path("runs"));
            return ExitCode.OK;
        }
    }

    @Command(
            name = "preview",
            description = "Say in words when something would be due, and the next five moments.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  lull schedule preview --cron '0 3 * * 0'",
                "  lull schedule preview --cron '*/20 8-17 * * *' --zone Asia/Kathmandu",
            })
    static final class PreviewVerb extends Verb {
        @Mixin private TimingOptions timing = new TimingOptions();

        @Option(names = "--json", description = "print the daemon's answer")
        private boolean json;

        PreviewVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            Map<String, Object> body = new TreeMap<>();
            timing.addTo(body);
            JsonNode preview = client.post(SCHEDULES + "/preview", DaemonClient.object(body));
            if (json) {
                println(preview.toString());
                return ExitCode.OK;
            }
            println(text(preview, "words"));
            new SchedulePrinter(terminal())
                    .printNext(preview.path("next"), SchedulePrinter.known(timing.zone()));
            return ExitCode.OK;
        }
    }
}
