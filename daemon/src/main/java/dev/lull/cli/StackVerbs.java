package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is there, and what is wrong with it. */
final class StackVerbs {
    private StackVerbs() {}

    @Command(
            name = "stacks",
            description = "List the stacks of this host, their roles, and whether they are ready.",
            footerHeading = "%nExamples:%n",
            footer = {"  lull stacks", "  lull stacks --json | jq -r '.stacks[].name'"})
    static final class StacksVerb extends Verb {
        @Option(names = "--json", description = "print the daemon's answer")
        private boolean json;

        StacksVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            JsonNode answer = client.get("/api/v1/stacks");
            if (json) {
                println(answer.toString());
                return ExitCode.OK;
            }
            if (answer.path("stacks").isEmpty()) {
                println("There are no Compose stacks on this host.");
                return ExitCode.OK;
            }
            Table table = new Table(terminal(), "STACK", "STATE", "WINDOW", "ROLES");
            answer.path("stacks")
                    .forEach(s -> table.row(text(s, "name"), state(s), window(s), roles(s)));
            table.print();
            return ExitCode.OK;
        }

        private static String state(JsonNode stack) {
            long errors = count(stack, "error");
            long warnings = count(stack, "warning");
            if (errors > 0) {
                return errors == 1 ? "1 problem" : errors + " problems";
            }
            if (warnings > 0) {
                return warnings == 1 ? "ready, 1 warning" : "ready, " + warnings + " warnings";
            }
            return "ready";
        }

        private static String window(JsonNode stack) {
            return stack.has("window") ? stack.path("window").asText() : "-";
        }

        private static String roles(JsonNode stack) {
            List<String> roles = new ArrayList<>();
            stack.path("services").forEach(s -> roles.add(text(s, "name") + "=" + text(s, "role")));
            return String.join(" ", roles);
        }
    }

    @Command(
            name = "check",
            description = {
                "Say everything that is wrong with a stack's files and labels, and what to write."
                        + " Ends with 3 if a window would be refused."
            },
            footerHeading = "%nExamples:%n",
            footer = "  lull check guestbook")
    static final class CheckVerb extends Verb {
        @Parameters(paramLabel = "STACK", description = "name of the Compose project")
        private String stack = "";

        @Option(names = "--json", description = "print the daemon's answer")
        private boolean json;

        CheckVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            JsonNode check = client.get(stackPath(stack) + "/check");
            if (json) {
                println(check.toString());
            } else {
                print(check);
            }
            return check.path("ready").asBoolean() ? ExitCode.OK : ExitCode.REFUSED;
        }

        private void print(JsonNode check) {
            long errors = count(check, "error");
            long warnings = count(check, "warning");
            if (errors + warnings == 0) {
                println(terminal().good(stack + ": nothing is wrong."));
                return;
            }
            println(
                    terminal()
                            .bold(
                                    stack
                                            + ": "
                                            + errors
                                            + " to mend, "
                                            + warnings
                                            + " to know about"));
            check.path("problems").forEach(this::problem);
            if (check.has("yaml")) {
                println("");
                println("Suggested for the compose file; please confirm each role:");
                println("");
                check.path("yaml").asText().lines().forEach(l -> println("  " + l));
            }
        }

        private void problem(JsonNode problem) {
            boolean error = text(problem, "severity").equals("error");
            String word = error ? terminal().bad("error  ") : terminal().careful("warning");
            println("");
            println(word + "  " + text(problem, "where") + ": " + text(problem, "what"));
            println("         → " + text(problem, "fix"));
        }
    }

    private static long count(JsonNode withProblems, String severity) {
        return withProblems
                .path("problems")
                .valueStream()
                .filter(p -> Verb.text(p, "severity").equals(severity))
                .count();
    }
}
