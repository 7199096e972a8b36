package dev.lull.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private Instant now = Instant.parse("2026-03-01T02:03:04Z");
    private final MemoryTokenStore store = new MemoryTokenStore();
    private final Tokens tokens = new Tokens(store, () -> now, new SecureRandom());

    private Tokens.Created create(Optional<Duration> lifetime) {
        return tokens.create("ci", AccessRole.OPERATOR, "ada", lifetime);
    }

    @Test
    void a_token_is_known_by_its_secret_which_is_kept_nowhere() {
        Tokens.Created created = create(Optional.empty());
        assertThat(created.secret()).matches("lull_[A-Za-z0-9_-]{43}");
        assertThat(tokens.check(created.secret())).isEqualTo(new TokenCheck.Known(created.token()));
        assertThat(store.hashes())
                .singleElement()
                .asString()
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(created.secret());
        assertThat(created.toString()).doesNotContain(created.secret());
    }

    @Test
    void no_secret_is_given_twice() {
        Set<String> secrets = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            Tokens.Created created =
                    tokens.create("ci" + i, AccessRole.OPERATOR, "ada", Optional.empty());
            assertThat(secrets.add(created.secret())).isTrue();
        }
    }

    @Test
    void no_two_that_are_worth_something_have_the_same_name() {
        Tokens.Created first = create(Optional.of(Duration.ofHours(1)));
        assertThatThrownBy(() -> create(Optional.empty()))
                .isInstanceOf(NameTakenException.class)
                .hasMessageContainingAll("token 1", "'ci'", "lull token revoke 1");
        assertThat(tokens.all()).containsExactly(first.token());

        now = now.plus(Duration.ofHours(1));
        Tokens.Created second = create(Optional.empty());
        assertThatThrownBy(() -> create(Optional.empty()))
                .isInstanceOf(NameTakenException.class)
                .hasMessageContaining("token 2");
        tokens.revoke(second.token().id());
        assertThat(create(Optional.empty()).token().id()).isEqualTo(3);
        tokens.create("Ci", AccessRole.OPERATOR, "ada", Optional.empty());
    }

    @Test
    void what_is_no_secret_of_a_token_is_unknown() {
        String secret = create(Optional.empty()).secret();
        char last = secret.charAt(secret.length() - 2);
        String other = secret.substring(0, secret.length() - 2) + (last == 'A' ? "BA" : "AA");
        String endless = "x".repeat(100_000);
        for (String shown :
                Set.of("", "lull_", other, secret + " ", secret.substring(5), endless)) {
            assertThat(tokens.check(shown)).isEqualTo(new TokenCheck.Unknown());
        }
        assertThat(store.notes()).isZero();
    }

    @Test
    void a_token_is_worth_nothing_from_the_moment_on_at_which_it_expires() {
        Tokens.Created created = create(Optional.of(Duration.ofHours(1)));
        now = now.plus(Duration.ofHours(1)).minusMillis(1);
        assertThat(tokens.check(created.secret())).isInstanceOf(TokenCheck.Known.class);
        now = now.plusMillis(1);
        assertThat(tokens.check(created.secret())).isInstanceOf(TokenCheck.Expired.class);
    }

    @Test
    void a_revoked_token_is_worth_nothing_and_may_be_revoked_again() {
        Tokens.Created created = create(Optional.empty());
        assertThat(tokens.revoke(created.token().id())).isTrue();
        assertThat(tokens.check(created.secret())).isInstanceOf(TokenCheck.Revoked.class);
        assertThat(tokens.revoke(created.token().id())).isTrue();
        assertThat(tokens.revoke(7)).isFalse();
    }

    @Test
    void its_last_use_is_noted_at_most_once_a_minute() {
        Tokens.Created created = create(Optional.empty());
        for (int second = 0; second < 121; second++) {
            tokens.check(created.secret());
            now = now.plusSeconds(1);
        }
        assertThat(store.notes()).isEqualTo(3);
        assertThat(tokens.all().getFirst().lastUsedAt())
                .contains(Instant.parse("2026-03-01T02:05:04Z"));
    }

    @Test
    void a_clock_that_is_set_back_hides_no_use() {
        Tokens.Created created = create(Optional.empty());
        tokens.check(created.secret());
        now = now.minus(Duration.ofHours(5));
        tokens.check(created.secret());
        assertThat(tokens.all().getFirst().lastUsedAt()).contains(now);
    }

    @Test
    void a_restart_notes_no_use_that_was_noted() {
        Tokens.Created created = create(Optional.empty());
        tokens.check(created.secret());
        new Tokens(store, () -> now.plusSeconds(30), new SecureRandom()).check(created.secret());
        assertThat(store.notes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "CI job 7", "ada@example.org", "Grüße 世界", "a-b_c.d+e"})
    void a_name_says_whose_it_is(String name) {
        assertThat(tokens.create(name, AccessRole.VIEWER, "ada", Optional.empty()).token().name())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " a", "a ", "a\nb", "a\u001b[31m", "a\u202eb", "<b>", "-a"})
    void a_name_that_could_hurt_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.create(name, AccessRole.VIEWER, "ada", Optional.empty()))
                .withMessageStartingWith("name is not 1 to 64 letters");
        assertThat(tokens.all()).isEmpty();
    }

    @Test
    void a_name_may_have_64_characters_and_no_more() {
        tokens.create("x".repeat(64), AccessRole.VIEWER, "ada", Optional.empty());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        tokens.create("x".repeat(65), AccessRole.VIEWER, "ada", Optional.empty()));
    }

    @Test
    void a_token_that_has_expired_before_it_is_made_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> create(Optional.of(Duration.ZERO)))
                .withMessageStartingWith("expires is not a time to come");
    }
}
