package dev.lull.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every store of browser sessions does. */
public abstract class SessionStoreContract {
    private static final Instant NOW = TokenStoreContract.NOW;

    /** The same, empty at first, throughout one test. */
    protected abstract SessionStore sessions();

    /** The tokens that the sessions are of, likewise. */
    protected abstract TokenStore tokens();

    private Token token(String hash) {
        return tokens().add(TokenStoreContract.token("ci", hash));
    }

    @Test
    void a_session_is_found_by_its_hash_with_its_token_as_it_is_now() {
        Token token = token("aa");
        sessions().add("s1", token.id(), NOW.plusSeconds(60));
        assertThat(sessions().find("s1"))
                .contains(new SessionStore.Stored(token, NOW.plusSeconds(60)));
        assertThat(sessions().find("aa")).isEmpty();

        tokens().revoke(token.id(), NOW);
        assertThat(sessions().find("s1").orElseThrow().token().revokedAt()).contains(NOW);
    }

    @Test
    void a_session_is_of_a_token_that_there_is() {
        assertThatThrownBy(() -> sessions().add("s1", 7, NOW)).isInstanceOf(RuntimeException.class);
        assertThat(sessions().find("s1")).isEmpty();
    }

    @Test
    void one_that_is_removed_is_gone_and_no_other() {
        Token token = token("aa");
        sessions().add("s1", token.id(), NOW.plusSeconds(60));
        sessions().add("s2", token.id(), NOW.plusSeconds(60));
        sessions().remove("s1");
        sessions().remove("s1");
        assertThat(sessions().find("s1")).isEmpty();
        assertThat(sessions().find("s2")).isPresent();
    }

    @Test
    void those_that_are_over_and_those_of_revoked_tokens_are_swept() {
        Token good = token("aa");
        Token revoked = token("bb");
        sessions().add("over", good.id(), NOW);
        sessions().add("lasts", good.id(), NOW.plusMillis(1));
        sessions().add("revoked", revoked.id(), NOW.plusSeconds(60));
        tokens().revoke(revoked.id(), NOW);
        sessions().sweep(NOW);
        assertThat(sessions().find("over")).isEmpty();
        assertThat(sessions().find("revoked")).isEmpty();
        assertThat(sessions().find("lasts")).isPresent();
    }
}
