package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        description = {
            "List what was asked of the daemon, newest first: who, from where, and what came of it."
                    + " What was refused is there too."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  lull audit", "  lull audit --limit 500 --json"})
final class AuditVerb extends Verb {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "how many (default: ${DEFAULT-VALUE})")
    private int limit = 50;

    @Option(names = "--json", description = "print the daemon's answer")
    private boolean json;

    AuditVerb(Lull lull) {
        super(lull);
    }

    @Override
    ExitCode run(DaemonClient client) {
        JsonNode answer = client.get("/api/v1/audit?limit=" + limit);
        if (json) {
            println(answer.toString());
            return ExitCode.OK;
        }
        if (answer.path("entries").isEmpty()) {
            println("Nothing has been asked of this daemon yet.");
            return ExitCode.OK;
        }
        Table table = new Table(terminal(), "AT", "WHO", "ROLE", "FROM", "ASKED", "ANSWER");
        answer.path("entries")
                .forEach(e ->
                        table.row(
                                TIME.format(Instant.parse(e.path("at").asText())),
                                known(e, "who"),
                                known(e, "role"),
                                text(e, "from"),
                                (text(e, "method") + " " + text(e, "path")).strip(),
                                answer(e)));
        table.print();
        return ExitCode.OK;
    }

    private static String known(JsonNode entry, String field) {
        return text(entry, field).isBlank() ? "-" : text(entry, field);
    }

    /** None is of what is under way, or of what the daemon ended in. */
    private static String answer(JsonNode entry) {
        return entry.has("status")
                ? (text(entry, "status") + " " + text(entry, "problem")).strip()
                : "none";
    }
}
