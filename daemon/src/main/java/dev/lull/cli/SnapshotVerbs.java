package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rollback points. */
final class SnapshotVerbs {
    private SnapshotVerbs() {}

    @Command(
            name = "snapshots",
            description = "List the rollback points, newest first.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  lull snapshots",
                "  lull snapshots verify guestbook-20260101-120000-w7",
                "  lull snapshots prune --dry-run",
            })
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
            point.path("volumes")
                    .forEach(v -> names.add(text(v, "name") + " (" + text(v, "store") + ")"));
            return names.isEmpty() ? "-" : String.join(", ", names);
        }
    }

    @Command(
            name = "verify",
            description = {
                "Read a rollback point again and compare it with what its manifest says."
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
            JsonNode verified =
                    new LongRead(client, terminal(), json)
                            .of(point, "verify", "verified", this::show);
            return verified.path("good").asBoolean() ? ExitCode.OK : ExitCode.REFUSED;
        }

        private void show(JsonNode line) {
            if (line.path("good").asBoolean()) {
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

    @Command(
            name = "prune",
            description = {
                "Remove the rollback points that the retention of their stack (x-lull.retention)"
                        + " gives up. A stack without one keeps all of them. Never the newest of a"
                        + " stack, nor one that a window still needs."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  lull snapshots prune --dry-run",
                "  lull snapshots prune guestbook",
            })
    static final class PruneVerb extends Verb {
        @Parameters(
                paramLabel = "STACK",
                arity = "0..1",
                description = "only of this stack (default: of all)")
        private @Nullable String stack;

        @Option(names = "--dry-run", description = "remove nothing, say what would be")
        private boolean dryRun;

        @Option(names = "--json", description = "print the daemon's answer")
        private boolean json;

        PruneVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            Map<String, Object> body = new TreeMap<>();
            body.put("dryRun", dryRun);
            if (stack != null) {
                body.put("stack", stack);
            }
            JsonNode answer = client.post("/api/v1/snapshots/prune", DaemonClient.object(body));
            if (json) {
                println(answer.toString());
                return ExitCode.OK;
            }
            long bytes = 0;
            for (JsonNode point : answer.path("removed")) {
                bytes += point.path("bytes").asLong();
                println(
                        (dryRun ? "would go: " : "removed: ")
                                + text(point, "id")
                                + ", "
                                + size(point.path("bytes").asLong())
                                + ": "
                                + text(point, "why"));
            }
            println(
                    answer.path("removed").isEmpty()
                            ? "There is nothing to remove; x-lull.retention says what a stack keeps."
                            : size(bytes)
                                    + (dryRun ? " would be free again." : " are free again."));
            return ExitCode.OK;
        }
    }

    @Command(
            name = "delete",
            description = {
                "Remove a rollback point, and the tags that keep its images. It can't be brought"
                        + " back. One that a window still needs is refused."
            },
            footerHeading = "%nExamples:%n",
            footer = "  lull snapshots delete guestbook-20260101-120000-w7")
    static final class DeleteVerb extends Verb {
        @Parameters(paramLabel = "POINT", description = "id of the rollback point")
        private String point = "";

        @Option(names = "--yes", description = "don't ask")
        private boolean yes;

        DeleteVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) throws IOException {
            if (!yes) {
                terminal().confirm("Remove rollback point " + point + " for good?");
            }
            client.delete("/api/v1/snapshots/" + DaemonClient.segment(point));
            println("Removed " + point + ".");
            return ExitCode.OK;
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
}
