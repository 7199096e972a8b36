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
            footer = "  lull snapshots")
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
                return ExitCode.OK;
            }
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
            answer.path("snapshots")
                    .forEach(p ->
                            table.row(
                                    text(p, "id"),
                                    text(p, "stack"),
                                    text(p, "window"),
                                    WindowVerbs.time(p, "createdAt"),
                                    size(p.path("bytes").asLong()),
                                    p.path("verified").asBoolean() ? "yes" : "NO",
                                    volumes(p)));
            table.print();
            return ExitCode.OK;
        }

        private static String volumes(JsonNode point) {
            List<String> names = new ArrayList<>();
            point.path("volumes").forEach(v -> names.add(text(v, "name")));
            return names.isEmpty() ? "-" : String.join(" ", names);
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
