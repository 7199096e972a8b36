package dev.lull.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private Instant now = Instant.parse("2026-03-01T02:03:04Z");
    private final MemoryTokenStore tokenStore = new MemoryTokenStore();
    private final MemorySessionStore store = new MemorySessionStore(tokenStore);
    private final Tokens tokens = new Tokens(tokenStore, () -> now, new SecureRandom());
    private final Sessions sessions = newSessions();

    private Sessions newSessions() {
        return new Sessions(store, tokens, () -> now, new SecureRandom());
    }

    private Token token(Optional<Duration> lifetime) {
        String name = "ada " + (tokens.all().size() + 1);
        return tokens.create(name, AccessRole.OPERATOR, "root", lifetime).token();
    }

    @Test
    void a_session_is_known_by_its_secret_which_is_kept_nowhere() {
        Sessions.Opened opened = sessions.open(token(Optional.empty()));
        Session session = sessions.check(opened.secret()).orElseThrow();
        assertThat(session).isEqualTo(opened.session());
        assertThat(session.expiresAt()).isEqualTo(now.plus(Duration.ofHours(12)));
        assertThat(store.hashes())
                .singleElement()
                .asString()
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(session.csrf());
        assertThat(opened.toString()).doesNotContain(opened.secret(), session.csrf());
    }

    @Test
    void what_is_no_secret_of_a_session_is_none() {
        Tokens.Created created =
                tokens.create("ada", AccessRole.OPERATOR, "root", Optional.empty());
        sessions.open(created.token());
        assertThat(sessions.check("")).isEmpty();
        assertThat(sessions.check(created.secret())).isEmpty();
        assertThat(sessions.check(store.hashes().iterator().next())).isEmpty();
    }

    @Test
    void it_ends_after_twelve_hours() {
        Sessions.Opened opened = sessions.open(token(Optional.empty()));
        now = now.plus(Duration.ofHours(12)).minusMillis(1);
        assertThat(sessions.check(opened.secret())).isPresent();
        now = now.plusMillis(1);
        assertThat(sessions.check(opened.secret())).isEmpty();
    }

    @Test
    void it_ends_with_its_token() {
        Sessions.Opened brief = sessions.open(token(Optional.of(Duration.ofHours(1))));
        Sessions.Opened other = sessions.open(token(Optional.empty()));
        assertThat(brief.session().expiresAt()).isEqualTo(now.plus(Duration.ofHours(1)));
        tokens.revoke(other.session().token().id());
        assertThat(sessions.check(other.secret())).isEmpty();
        assertThat(sessions.check(brief.secret())).isPresent();
        now = now.plus(Duration.ofHours(1));
        assertThat(sessions.check(brief.secret())).isEmpty();
    }

    @Test
    void it_ends_when_the_browser_logs_out_and_no_other_does() {
        Token token = token(Optional.empty());
        Sessions.Opened one = sessions.open(token);
        Sessions.Opened other = sessions.open(token);
        sessions.end(one.secret());
        sessions.end("nothing");
        assertThat(sessions.check(one.secret())).isEmpty();
        assertThat(sessions.check(other.secret())).isPresent();
    }

    @Test
    void it_goes_on_after_a_restart_of_the_daemon() {
        Sessions.Opened opened = sessions.open(token(Optional.empty()));
        assertThat(newSessions().check(opened.secret())).contains(opened.session());
    }

    @Test
    void what_a_page_of_its_own_shows_is_told_from_what_another_would() {
        Session one = sessions.open(token(Optional.empty())).session();
        Session other = sessions.open(token(Optional.empty())).session();
        assertThat(one.isOwn(one.csrf())).isTrue();
        assertThat(one.isOwn(other.csrf())).isFalse();
        assertThat(one.isOwn("")).isFalse();
    }

    @Test
    void old_ones_are_swept_when_one_begins() {
        sessions.open(token(Optional.empty()));
        now = now.plus(Duration.ofHours(13));
        sessions.open(token(Optional.empty()));
        assertThat(store.hashes()).hasSize(1);
    }

    @Test
    void it_counts_as_a_use_of_its_token() {
        Sessions.Opened opened = sessions.open(token(Optional.empty()));
        now = now.plusSeconds(90);
        sessions.check(opened.secret());
        assertThat(tokens.all().getFirst().lastUsedAt()).contains(now);
    }
}
