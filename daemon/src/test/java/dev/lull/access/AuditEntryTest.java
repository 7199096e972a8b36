package dev.lull.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What anybody may ask is made harmless before it is written down. */
class AuditEntryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T02:03:04.567891Z");

    private static AuditEntry asked(String text) {
        return new AuditEntry(NOW, text, Optional.empty(), text, text, text);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/stacks, /api/v1/stacks",
        "/api/v1/windows?token=hunter2&a=b, /api/v1/windows",
        "/a;jsessionid=hunter2, /a",
        "/a#hunter2, /a",
        "?, ''",
    })
    void the_query_of_a_path_is_left_out(String path, String kept) {
        assertThat(asked(path).path()).isEqualTo(kept);
    }

    @Test
    void the_secret_of_a_token_is_left_out_wherever_it_stands() {
        String secret =
                new Tokens(new MemoryTokenStore(), () -> NOW, new SecureRandom())
                        .create("ci", AccessRole.VIEWER, "ada", Optional.empty())
                        .secret();
        assertThat(asked("/a/" + secret + "/b").toString())
                .doesNotContain(secret.substring(5))
                .contains("/a/lull_…/b");
        assertThat(asked("guestbook_lull_backstage").path()).isEqualTo("guestbook_lull_backstage");
    }

    @Test
    void what_controls_a_terminal_or_breaks_a_line_is_left_out() {
        assertThat(asked("a\u001b[31mb\r\nc\u202ed\u2028e\ud800f").who())
                .isEqualTo("a [31mb c d e f");
    }

    @Test
    void a_long_text_is_cut_between_characters() {
        AuditEntry entry = asked("🐳".repeat(1000));
        assertThat(entry.path()).isEqualTo("🐳".repeat(300) + "…");
        assertThat(asked(entry.path()).path()).isEqualTo(entry.path());
        assertThat(asked("🐳".repeat(300)).path()).isEqualTo("🐳".repeat(300));
    }

    @Test
    void its_time_is_kept_to_the_millisecond() {
        assertThat(asked("a").at()).isEqualTo(Instant.parse("2026-03-01T02:03:04.567Z"));
    }

    @Test
    void a_known_caller_has_a_name_a_role_and_comes_from_somewhere() {
        Caller caller = new Caller("ada", AccessRole.ADMIN, Caller.SOCKET);
        assertThat(caller.from()).isEqualTo("unix socket");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Caller(" ", AccessRole.VIEWER, Caller.SOCKET));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Caller("ada", AccessRole.VIEWER, ""));
    }
}
