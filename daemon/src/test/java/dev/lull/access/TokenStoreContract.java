package dev.lull.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of tokens does. */
public abstract class TokenStoreContract {
    protected static final Instant NOW = Instant.parse("2026-03-01T02:03:04.567Z");

    /** The same, empty at first, throughout one test. */
    protected abstract TokenStore tokens();

    protected static NewToken token(String name, String hash) {
        return new NewToken(name, AccessRole.OPERATOR, NOW, "ada", Optional.empty(), hash);
    }

    @Test
    void a_token_is_found_by_its_hash_as_it_was_kept() {
        NewToken wanted =
                new NewToken(
                        "grüße 世界",
                        AccessRole.ADMIN,
                        NOW,
                        "root",
                        Optional.of(NOW.plusSeconds(9)),
                        "aa");
        Token kept = tokens().add(wanted);
        assertThat(kept)
                .isEqualTo(
                        new Token(
                                1,
                                "grüße 世界",
                                AccessRole.ADMIN,
                                NOW,
                                "root",
                                Optional.of(NOW.plusSeconds(9)),
                                Optional.empty(),
                                Optional.empty()));
        assertThat(tokens().find("aa")).contains(kept);
        assertThat(tokens().find("bb")).isEmpty();
    }

    @Test
    void tokens_are_numbered_from_one_and_listed_newest_first() {
        assertThat(tokens().all()).isEmpty();
        Token first = tokens().add(token("ci", "aa"));
        Token second = tokens().add(token("ci", "bb"));
        assertThat(tokens().all()).containsExactly(second, first);
        assertThat(second.id()).isEqualTo(2);
    }

    @Test
    void a_revoked_token_is_still_found_and_stays_as_it_was_revoked_first() {
        Token token = tokens().add(token("ci", "aa"));
        Token other = tokens().add(token("ci", "bb"));
        assertThat(tokens().revoke(token.id(), NOW)).isTrue();
        assertThat(tokens().revoke(token.id(), NOW.plusSeconds(5))).isTrue();
        assertThat(tokens().find("aa").orElseThrow().revokedAt()).contains(NOW);
        assertThat(tokens().find("bb")).contains(other);
    }

    @Test
    void what_is_not_there_is_not_revoked() {
        assertThat(tokens().revoke(7, NOW)).isFalse();
        tokens().used(7, NOW);
        assertThat(tokens().all()).isEmpty();
    }

    @Test
    void the_last_use_is_kept() {
        Token token = tokens().add(token("ci", "aa"));
        tokens().used(token.id(), NOW.plusSeconds(1));
        tokens().used(token.id(), NOW.plusSeconds(2));
        assertThat(tokens().find("aa").orElseThrow().lastUsedAt()).contains(NOW.plusSeconds(2));
    }
}
