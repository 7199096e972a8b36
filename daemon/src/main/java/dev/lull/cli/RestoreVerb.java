package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = {
            "Open a window that returns a stack to a rollback point: volumes, containers,"
                    + " compose and env files. What was written since then is lost. After a lost"
                    + " host, --from makes the stack again from a copy of the point's folder."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lull restore guestbook-20260101-120000-w7 --dry-run",
            "  lull restore guestbook-20260101-120000-w7",
            "  lull restore --from /mnt/backup/guestbook-20260101-120000-w7",
        })
final class RestoreVerb extends Verb {
    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    /** Of one that is here, or lies elsewhere. */
    private static final class Which {
        @Parameters(paramLabel = "POINT", description = "id of the rollback point")
        private String point = "";

        @Option(
                names = "--from",
                paramLabel = "DIR",
                description =
                        "folder of a rollback point, e.g. from a backup, on the daemon's host: it is"
                                + " copied to the others and read whole; where its stack is not on"
                                + " this host, what is missing of it is made first")
        private @Nullable Path from;
    }

    @Option(
            names = "--dry-run",
            description =
                    "open no window; read the point whole and say what would change. Ends with 3 if"
                            + " it can't be restored as things are")
    private boolean dryRun;

    @Mixin private Opening opening = new Opening();

    RestoreVerb(Lull lull) {
        super(lull);
    }

    @Override
    ExitCode run(DaemonClient client) throws Exception {
        if (which.from != null) {
            return from(client, which.from);
        }
        if (dryRun) {
            return preview(client);
        }
        JsonNode found = client.get("/api/v1/snapshots/" + DaemonClient.segment(which.point));
        return open(client, which.point, found.path("stack").asText());
    }

    private ExitCode open(DaemonClient client, String point, String stack) throws Exception {
        return opening.open(terminal(), client, stack, Map.of("type", "restore", "point", point));
    }

    private ExitCode from(DaemonClient client, Path folder) throws Exception {
        if (dryRun) {
            throw new CliException(
                    ExitCode.USAGE,
                    "--dry-run compares with what is here; a point from a folder is copied here"
                            + " first: leave one of both out");
        }
        JsonNode adopted =
                new LongRead(client, terminal(), opening.json())
                        .adopt(folder.toAbsolutePath().normalize().toString(), this::show);
        if (!adopted.path("problems").isEmpty()) {
            return ExitCode.REFUSED;
        }
        return goOn(client, adopted.path("id").asText(), adopted.path("stack").asText());
    }

    private ExitCode goOn(DaemonClient client, String point, String stack) throws Exception {
        try {
            return open(client, point, stack);
        } catch (CliException e) {
            throw e.exit() == ExitCode.UNCONFIRMED
                    ? new CliException(
                            e.exit(),
                            "not confirmed: no window was opened. The point is here, and what was"
                                    + " made stays, not started; 'lull restore "
                                    + point
                                    + "' goes on (with --yes unasked)")
                    : e;
        }
    }

    private void show(JsonNode adopted) {
        String point = adopted.path("id").asText("");
        if (!point.isEmpty()) {
            println("Rollback point " + point + " is here, and is whole.");
        }
        if (!adopted.path("made").isEmpty()) {
            println("Made again for " + adopted.path("stack").asText() + ":");
            adopted.path("made").forEach(m -> println("  " + m.asText()));
        }
        if (!adopted.path("problems").isEmpty()) {
            println(terminal().bad("It can't be restored yet:"));
            adopted.path("problems").forEach(p -> println("  - " + p.asText()));
        }
    }

    private ExitCode preview(DaemonClient client) {
        JsonNode end =
                new LongRead(client, terminal(), opening.json())
                        .of(
                                which.point,
                                "dry-run",
                                "dry-run",
                                line -> new PreviewPrinter(terminal()).print(line));
        return end.path("possible").asBoolean() ? ExitCode.OK : ExitCode.REFUSED;
    }
}
