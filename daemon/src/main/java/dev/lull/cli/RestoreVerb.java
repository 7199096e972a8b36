package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = {
            "Open a window that returns a stack to a rollback point: volumes, containers,"
                    + " compose and env files. What was written since then is lost."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lull restore guestbook-20260101-120000-w7 --dry-run",
            "  lull restore guestbook-20260101-120000-w7",
        })
final class RestoreVerb extends Verb {
    @Parameters(paramLabel = "POINT", description = "id of the rollback point")
    private String point = "";

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
        if (dryRun) {
            return preview(client);
        }
        JsonNode found = client.get("/api/v1/snapshots/" + DaemonClient.segment(point));
        return opening.open(
                terminal(),
                client,
                found.path("stack").asText(),
                Map.of("type", "restore", "point", point));
    }

    private ExitCode preview(DaemonClient client) {
        JsonNode end =
                new LongRead(client, terminal(), opening.json())
                        .of(
                                point,
                                "dry-run",
                                "dry-run",
                                line -> new PreviewPrinter(terminal()).print(line));
        return end.path("possible").asBoolean() ? ExitCode.OK : ExitCode.REFUSED;
    }
}
