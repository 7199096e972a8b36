package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rollback points. */
final class SnapshotVerbs {
    private SnapshotVerbs() {}

    @Command(
            name = "snapshots",
            description = "List the rollback points, newest first.",
            footerHeading = "%nExamples:%n",
            footer = {"  lull snapshots", "  lull snapshots verify guestbook-20260101-120000-w7"})
    static final class SnapshotsVerb extends Verb {
        @Option(names = "--json", description = "print the daemon's answer")
        private boolean json;

        SnapshotsVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            JsonNode answer = client.get("/api/v1/snapshots");
            if (json) {
                println(answer.toString());
                return ExitCode.OK;
            }
            if (answer.path("snapshots").isEmpty()) {
                println("There are no rollback points yet; each window takes one.");
            } else {
                list(answer.path("snapshots"));
            }
            answer.path("unreadable")
                    .forEach(u ->
                            println(
                                    terminal()
                                            .bad(
                                                    "Not to be restored: "
                                                            + text(u, "name")
                                                            + ": "
                                                            + text(u, "why"))));
            return ExitCode.OK;
        }

        private void list(JsonNode points) {
            Table table =
                    new Table(
                            terminal(),
                            "POINT",
                            "STACK",
                            "WINDOW",
                            "TAKEN",
                            "SIZE",
                            "VERIFIED",
                            "VOLUMES");
            points.forEach(p ->
                    table.row(
                            text(p, "id"),
                            text(p, "stack"),
                            text(p, "window"),
                            WindowVerbs.time(p, "createdAt"),
                            size(p.path("bytes").asLong()),
                            p.path("verified").asBoolean() ? "yes" : "NO",
                            volumes(p)));
            table.print();
        }

        private static String volumes(JsonNode point) {
            List<String> names = new ArrayList<>();
            point.path("volumes").forEach(v -> names.add(text(v, "name")));
            return names.isEmpty() ? "-" : String.join(" ", names);
        }
    }

    @Command(
            name = "verify",
            description = {
                "Read every file of a rollback point and compare it with what its manifest says."
                        + " Touches nothing. Ends with 3 if it can't be restored."
            },
            footerHeading = "%nExamples:%n",
            footer = "  lull snapshots verify guestbook-20260101-120000-w7")
    static final class VerifyVerb extends Verb {
        @Parameters(paramLabel = "POINT", description = "id of the rollback point")
        private String point = "";

        @Option(names = "--json", description = "print the daemon's answer, a line at a time")
        private boolean json;

        VerifyVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            List<JsonNode> verified = new ArrayList<>();
            client.post(
                    "/api/v1/snapshots/" + DaemonClient.segment(point) + "/verify",
                    line -> {
                        if (line.path("type").asText().equals("verified")) {
                            verified.add(line);
                        }
                        show(line);
                    });
            if (verified.isEmpty()) {
                throw new CliException(
                        ExitCode.UNEXPECTED,
                        "the daemon went before "
                                + point
                                + " was read to its end; see its log (its standard error), and"
                                + " try again");
            }
            return verified.getFirst().path("good").asBoolean() ? ExitCode.OK : ExitCode.REFUSED;
        }

        private void show(JsonNode line) {
            if (json) {
                println(line.toString());
            } else if (line.path("type").asText().equals("progress")) {
                println(text(line, "text"));
            } else if (line.path("good").asBoolean()) {
                println(
                        terminal()
                                .good(
                                        point
                                                + " is whole: "
                                                + size(line.path("bytes").asLong())
                                                + " read, all as its manifest says"));
            } else {
                println(terminal().bad(point + " is damaged, and Lull will not restore it:"));
                line.path("problems").forEach(p -> terminal().print(p.asText(), "  - "));
                println(
                        "What is whole in it can be taken out by hand; its manifest.json says how.");
            }
        }
    }

    /** {@code 1.2 GiB}. */
    static String size(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }

    @Command(
            name = "restore",
            description = {
                "Open a window that returns a stack to a rollback point: volumes, containers,"
                        + " compose and env files. What was written since then is lost."
            },
            footerHeading = "%nExamples:%n",
            footer = "  lull restore guestbook-20260101-120000-w7")
    static final class RestoreVerb extends Verb {
        @Parameters(paramLabel = "POINT", description = "id of the rollback point")
        private String point = "";

        @Mixin private Opening opening = new Opening();

        RestoreVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) throws Exception {
            JsonNode found = client.get("/api/v1/snapshots/" + DaemonClient.segment(point));
            return opening.open(
                    terminal(),
                    client,
                    found.path("stack").asText(),
                    Map.of("type", "restore", "point", point));
        }
    }
}
