package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asking something of a window. */
final class AskVerbs {
    private AskVerbs() {}

    /** What those share that need only the window's number. */
    abstract static class AskVerb extends Verb {
        @Parameters(paramLabel = "ID", description = "number of the window")
        private long id;

        @Option(names = "--wait", description = "follow it until it ends or waits for a person")
        private boolean wait;

        @Option(names = "--json", description = "print JSON")
        private boolean json;

        private final String action;
        private final Set<String> wanted;

        AskVerb(Lull lull, String action, Set<String> wanted) {
            super(lull);
            this.action = action;
            this.wanted = wanted;
        }

        @Nullable String confirm() {
            return null;
        }

        @Override
        ExitCode run(DaemonClient client) throws Exception {
            JsonNode before = client.get(windowPath(id));
            Map<String, Object> body = new TreeMap<>();
            JsonNode held = before.path("held").path("step");
            if (held.isTextual()) {
                body.put("step", held.asText());
            }
            String confirm = confirm();
            if (confirm != null) {
                body.put("confirm", confirm);
            }
            JsonNode window =
                    client.post(
                            windowPath(id) + "/" + action, DaemonClient.object(withCaller(body)));
            if (wait) {
                return new Follower(terminal(), client, json)
                        .follow(before, before.path("sequence").asLong(), wanted);
            }
            println(
                    json
                            ? window.toString()
                            : "Window "
                                    + id
                                    + ": "
                                    + action
                                    + " it is; see 'lull show "
                                    + id
                                    + " --follow'.");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "approve",
            description = {
                "Give the word that a window waits for before a step (lull run --approve, or"
                        + " --hold-before): it goes on."
            },
            footerHeading = "%nExamples:%n",
            footer = "  lull approve 12 --wait")
    static final class ApproveVerb extends AskVerb {
        ApproveVerb(Lull lull) {
            super(lull, "approve", Set.of());
        }
    }

    @Command(
            name = "extend",
            description = {
                "Say that a window takes longer: visitors are expected to be in again that much"
                        + " later, and the page says so."
            },
            footerHeading = "%nExamples:%n",
            footer = "  lull extend 12 10m")
    static final class ExtendVerb extends Verb {
        @Parameters(index = "0", paramLabel = "ID", description = "number of the window")
        private long id;

        @Parameters(index = "1", paramLabel = "DURATION", description = "such as 10m or 1h30m")
        private String more = "";

        @Option(names = "--json", description = "print JSON")
        private boolean json;

        ExtendVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            Map<String, Object> body = new TreeMap<>();
            body.put("more", more);
            JsonNode window =
                    client.post(windowPath(id) + "/extend", DaemonClient.object(withCaller(body)));
            println(
                    json
                            ? window.toString()
                            : "Window "
                                    + id
                                    + ": visitors are expected to be in again by "
                                    + WindowVerbs.time(window, "expectedBackAt")
                                    + ".");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "retry",
            description = "Do the step again at which a window is held or stuck.",
            footerHeading = "%nExamples:%n",
            footer = "  lull retry 12 --wait")
    static final class RetryVerb extends AskVerb {
        RetryVerb(Lull lull) {
            super(lull, "retry", Set.of());
        }
    }

    @Command(
            name = "reopen",
            description = {
                "Say that your work is done (--change none): it is checked, then visitors are let"
                        + " in. Or accept what the final watch found. When the window is stuck: say"
                        + " that you have finished the way back by hand; that ends it and touches"
                        + " nothing."
            },
            footerHeading = "%nExamples:%n",
            footer = "  lull reopen 12 --wait")
    static final class ReopenVerb extends AskVerb {
        ReopenVerb(Lull lull) {
            super(lull, "reopen", Set.of("rolled-back", "aborted"));
        }
    }

    @Command(
            name = "rollback",
            description = {
                "Return the stack to the rollback point of a window that has not ended.",
                "If visitors are in again, what they wrote since then would be lost: then the"
                        + " stack's name must be given with --confirm."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  lull rollback 12 --wait", "  lull rollback 12 --confirm guestbook"})
    static final class RollbackVerb extends AskVerb {
        @Option(
                names = "--confirm",
                paramLabel = "STACK",
                description = "the stack's name: yes, lose what visitors wrote")
        private @Nullable String stack;

        RollbackVerb(Lull lull) {
            super(lull, "rollback", Set.of("rolled-back", "aborted"));
        }

        @Override
        @Nullable String confirm() {
            return stack;
        }
    }

    @Command(
            name = "abort",
            description = {
                "Give a window up before visitors are in again: what was there before is opened"
                        + " again."
            },
            footerHeading = "%nExamples:%n",
            footer = "  lull abort 12 --wait")
    static final class AbortVerb extends AskVerb {
        AbortVerb(Lull lull) {
            super(lull, "abort", Set.of("rolled-back", "aborted"));
        }
    }
}
