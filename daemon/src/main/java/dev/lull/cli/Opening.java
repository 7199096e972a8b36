package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Opens a window: shows the plan, asks, opens, follows. Its fields are options of the verb. */
final class Opening {
    @Option(names = "--reason", paramLabel = "TEXT", description = "what for; kept in the journal")
    private String reason = "";

    @Option(
            names = "--expect",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description = "how long visitors are told that it takes (default: ${DEFAULT-VALUE})")
    private String expect = "5m";

    @Option(names = "--yes", description = "don't ask")
    private boolean yes;

    @Option(names = "--no-follow", description = "open the window and leave it running")
    private boolean noFollow;

    @Option(names = "--json", description = "print one JSON event a line; implies no plan")
    private boolean json;

    boolean json() {
        return json;
    }

    ExitCode open(Terminal terminal, DaemonClient client, String stack, Map<String, Object> change)
            throws IOException, InterruptedException {
        JsonNode plan = client.post(Verb.stackPath(stack) + "/plan", DaemonClient.object(change));
        if (!json) {
            new PlanPrinter(terminal).print(plan);
            terminal.out().println();
        }
        if (!yes) {
            terminal.confirm("Run this on " + stack + "?");
        }
        Map<String, Object> body = new TreeMap<>();
        body.put("stack", stack);
        body.put("change", change);
        body.put("reason", reason);
        body.put("expected", expect);
        JsonNode window =
                client.post("/api/v1/windows", DaemonClient.object(Verb.withCaller(body)));
        if (noFollow) {
            opened(terminal, window);
            return ExitCode.OK;
        }
        if (!json) {
            terminal.out()
                    .println(
                            terminal.bold("Window " + window.path("id").asText() + " is open.")
                                    + " Leaving this does not stop it: 'lull show "
                                    + window.path("id").asText()
                                    + " --follow' comes back.");
        }
        return new Follower(terminal, client, json).follow(window, 0, Set.of());
    }

    private void opened(Terminal terminal, JsonNode window) {
        terminal.out()
                .println(
                        json
                                ? window.toString()
                                : "Window "
                                        + window.path("id").asText()
                                        + " is open; see 'lull show "
                                        + window.path("id").asText()
                                        + "'.");
    }
}
