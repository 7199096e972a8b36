package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Tokens are made, listed and revoked, and what was asked is told. */
final class TokenVerbsTest extends OnCommandLine {
    private JsonNode json(String... args) throws IOException {
        out.getBuffer().setLength(0);
        assertThat(lull(args)).as(err.toString()).isZero();
        return DaemonClient.JSON.readTree(out());
    }

    @Test
    void a_token_is_printed_once_and_alone_and_said_what_to_do_with() {
        assertThat(lull("token", "create", "ci", "--role", "operator")).as(err + "").isZero();
        assertThat(out()).matches("lull_[A-Za-z0-9_-]{43}\n");
        assertThat(err.toString())
                .contains("Shown this once", "Authorization: Bearer", "'lull token revoke 1'");
        String secret = out().strip();
        out.getBuffer().setLength(0);

        assertThat(lull("token", "list")).isZero();
        assertThat(out().lines()).hasSize(2);
        assertThat(out())
                .contains("ID  NAME  ROLE      STATE  MADE", "EXPIRES  LAST USED")
                .contains("1   ci    operator  valid  20")
                .doesNotContain(secret.substring(5));
    }

    @Test
    void a_token_may_expire() throws IOException {
        JsonNode token =
                json("token", "create", "ci", "--role", "VIEWER", "--expires", "90d", "--json");
        assertThat(token.path("token").asText()).startsWith("lull_");
        assertThat(token.path("role").asText()).isEqualTo("viewer");
        assertThat(token.path("expiresAt").asText()).startsWith("20");
        assertThat(lull("token", "create", "ci", "--role", "viewer", "--expires", "soon"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("expires");
        assertThat(lull("token", "create", "<ci>", "--role", "viewer")).isEqualTo(3);
        assertThat(err.toString()).contains("name");
        assertThat(json("token", "list", "--json").path("tokens")).hasSize(1);
    }

    @Test
    void a_name_that_a_valid_token_has_is_a_conflict() {
        assertThat(lull("token", "create", "ci", "--role", "viewer")).isZero();
        assertThat(lull("token", "create", "ci", "--role", "operator")).isEqualTo(6);
        assertThat(err.toString().replaceAll("\\s+", " "))
                .contains("has the name 'ci' and is valid", "'lull token revoke 1'");
        assertThat(lull("token", "revoke", "1")).isZero();
        assertThat(lull("token", "create", "ci", "--role", "operator")).isZero();
    }

    @Test
    void a_revoked_token_is_told_as_such_and_may_be_revoked_again() {
        assertThat(lull("token", "create", "ci", "--role", "viewer")).isZero();
        assertThat(lull("token", "revoke", "1")).isZero();
        assertThat(lull("token", "revoke", "1")).isZero();
        assertThat(out()).contains("Token 1 is worth nothing any more, nor are its browser");
        assertThat(lull("token", "list")).isZero();
        assertThat(out()).contains("1   ci    viewer  revoked  20");
        assertThat(lull("token", "revoke", "7")).isEqualTo(8);
        assertThat(err.toString()).contains("there is no token 7");
    }

    @Test
    void where_there_is_none_yet_the_way_to_one_is_told() {
        assertThat(lull("token", "list")).isZero();
        assertThat(out()).contains("There are no tokens yet", "lull token create NAME --role");
    }

    @Test
    void what_was_asked_is_told_newest_first_and_no_secret_with_it() throws IOException {
        assertThat(lull("token", "create", "ci", "--role", "viewer")).isZero();
        String secret = out().strip();
        assertThat(lull("token", "revoke", "7")).isEqualTo(8);
        out.getBuffer().setLength(0);

        assertThat(lull("audit")).isZero();
        assertThat(out().lines().map(l -> l.replaceAll(" +", " ")).toList())
                .hasSize(3)
                .satisfies(l -> assertThat(l.get(0)).startsWith("AT WHO ROLE FROM ASKED ANSWER"))
                .satisfies(l ->
                        assertThat(l.get(1))
                                .contains("admin unix socket DELETE /api/v1/tokens/7 404"))
                .satisfies(l ->
                        assertThat(l.get(2)).contains("admin unix socket POST /api/v1/tokens 201"));
        assertThat(out()).doesNotContain(secret.substring(5));
        assertThat(json("audit", "--limit", "1", "--json").path("entries")).hasSize(1);
    }

    @Test
    void a_daemon_of_which_nothing_was_asked_says_so() {
        assertThat(lull("audit")).isZero();
        assertThat(out()).contains("Nothing has been asked of this daemon yet.");
    }
}
