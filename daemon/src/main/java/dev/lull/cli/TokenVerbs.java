package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tokens: what callers show who do not come over the unix socket. */
final class TokenVerbs {
    private static final String TOKENS = "/api/v1/tokens";

    private TokenVerbs() {}

    /** What a token allows. */
    enum Role {
        viewer,
        operator,
        admin
    }

    @Command(
            name = "token",
            description = "Make, list and revoke the tokens with which browsers and scripts come.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  lull token create ada --role operator",
                "  lull token list",
                "  lull token revoke 3",
            })
    static final class TokenVerb extends VerbGroup {
        TokenVerb(Lull lull) {
            super(lull);
        }
    }

    @Command(
            name = "create",
            description = {
                "Make a token. Its secret is printed this once: Lull keeps only a hash of it. With"
                        + " it a browser logs in, and a script is let in."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  lull token create ada --role operator",
                "  lull token create ci --role operator --expires 90d > ci.token",
            })
    static final class CreateVerb extends Verb {
        @Parameters(paramLabel = "NAME", description = "whose it is, or what for")
        private String name = "";

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                required = true,
                description = {
                    "what it allows: ${COMPLETION-CANDIDATES}. A viewer sees, an operator also runs"
                            + " windows, an admin also manages tokens and removes rollback points"
                })
        private Role role = Role.viewer;

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description = "after this it is worth nothing, e.g. 12h or 90d (default: never)")
        private @Nullable String expires;

        @Option(names = "--json", description = "print the daemon's answer, with the secret")
        private boolean json;

        CreateVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            Map<String, Object> body = new TreeMap<>();
            body.put("name", name);
            body.put("role", role.name());
            if (expires != null) {
                body.put("expires", expires);
            }
            JsonNode token = client.post(TOKENS, DaemonClient.object(body));
            if (json) {
                println(token.toString());
                return ExitCode.OK;
            }
            println(text(token, "token"));
            explain(token);
            return ExitCode.OK;
        }

        /** Beside what a script may want to keep. */
        private void explain(JsonNode token) {
            terminal()
                    .err()
                    .println(
                            "Shown this once: log in with it in a browser, or send 'Authorization:"
                                    + " Bearer TOKEN'; 'lull token revoke "
                                    + text(token, "id")
                                    + "' ends it.");
        }
    }

    @Command(
            name = "list",
            description = "List the tokens, newest first, also those that are worth nothing now.",
            footerHeading = "%nExamples:%n",
            footer = "  lull token list")
    static final class ListVerb extends Verb {
        @Option(names = "--json", description = "print the daemon's answer")
        private boolean json;

        ListVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            JsonNode answer = client.get(TOKENS);
            if (json) {
                println(answer.toString());
                return ExitCode.OK;
            }
            if (answer.path("tokens").isEmpty()) {
                println(
                        "There are no tokens yet; make one with 'lull token create NAME --role"
                                + " viewer'.");
                return ExitCode.OK;
            }
            Table table =
                    new Table(
                            terminal(),
                            "ID",
                            "NAME",
                            "ROLE",
                            "STATE",
                            "MADE",
                            "BY",
                            "EXPIRES",
                            "LAST USED");
            answer.path("tokens")
                    .forEach(t ->
                            table.row(
                                    text(t, "id"),
                                    text(t, "name"),
                                    text(t, "role"),
                                    state(t),
                                    time(t, "createdAt"),
                                    text(t, "createdBy"),
                                    time(t, "expiresAt"),
                                    time(t, "lastUsedAt")));
            table.print();
            return ExitCode.OK;
        }

        private static String state(JsonNode token) {
            if (token.has("revokedAt")) {
                return "revoked";
            }
            return token.has("expiresAt")
                            && Instant.parse(token.path("expiresAt").asText())
                                    .isBefore(Instant.now())
                    ? "expired"
                    : "valid";
        }

        private static String time(JsonNode token, String field) {
            return token.has(field) ? WindowVerbs.time(token, field) : "-";
        }
    }

    @Command(
            name = "revoke",
            description = {
                "Make a token worth nothing, at once and for good, and end the browser sessions"
                        + " that began with it."
            },
            footerHeading = "%nExamples:%n",
            footer = "  lull token revoke 3")
    static final class RevokeVerb extends Verb {
        @Parameters(paramLabel = "ID", description = "number of the token")
        private long id;

        RevokeVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            client.delete(TOKENS + "/" + id);
            println("Token " + id + " is worth nothing any more, nor are its browser sessions.");
            return ExitCode.OK;
        }
    }
}
