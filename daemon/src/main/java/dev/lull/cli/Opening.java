package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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

    @Option(
            names = "--git-sha",
            paramLabel = "SHA",
            description = "the commit that is deployed; kept in the journal")
    private @Nullable String gitSha;

    @Option(
            names = "--change-url",
            paramLabel = "URL",
            description = "where people read about the change; kept in the journal")
    private @Nullable String changeUrl;

    @Option(
            names = "--approve",
            description =
                    "wait for a person's word before it reopens; the same as --hold-before"
                            + " reopen-app")
    private boolean approve;

    @Option(
            names = "--hold-before",
            paramLabel = "STEP",
            description = "wait for a person's word before this step; may be repeated")
    private List<String> holdBefore = new ArrayList<>();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = {
                "names this request, e.g. by the id of a CI job: asked again with it, the same"
                        + " window is followed and no second one opened"
            })
    private @Nullable String key;

    @ArgGroup private Following following = new Following();

    /** Whether to stay. */
    private static final class Following {
        @Option(names = "--no-follow", description = "open the window and leave it running")
        private boolean noFollow;

        @Option(
                names = "--wait",
                description = "stay until it ends or waits for a person, as if nothing was said")
        private boolean wait;

        boolean stays() {
            return wait || !noFollow;
        }
    }

    @Option(names = "--json", description = "print one JSON event a line; implies no plan")
    private boolean json;

    boolean json() {
        return json;
    }

    ExitCode open(Terminal terminal, DaemonClient client, String stack, Map<String, Object> change)
            throws IOException, InterruptedException {
        // A request that is sent again may be of a stack that can't be planned any more.
        if (!(yes && key != null)) {
            JsonNode plan =
                    client.post(Verb.stackPath(stack) + "/plan", DaemonClient.object(change));
            if (!json) {
                new PlanPrinter(terminal).print(plan);
                terminal.out().println();
            }
        }
        if (!yes) {
            terminal.confirm("Run this on " + stack + "?");
        }
        Map<String, Object> body = new TreeMap<>();
        body.put("stack", stack);
        body.put("change", change);
        body.put("reason", reason);
        body.put("expected", expect);
        said(body);
        JsonNode window =
                client.post(
                        "/api/v1/windows",
                        DaemonClient.object(Verb.withCaller(body)),
                        Verb.keyed(key));
        if (!following.stays()) {
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

    private void said(Map<String, Object> body) {
        if (gitSha != null) {
            body.put("gitSha", gitSha);
        }
        if (changeUrl != null) {
            body.put("changeUrl", changeUrl);
        }
        if (approve) {
            body.put("approve", true);
        }
        if (!holdBefore.isEmpty()) {
            body.put("holdBefore", holdBefore);
        }
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
