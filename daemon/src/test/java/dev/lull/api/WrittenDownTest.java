package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.access.AuditEntry;
import dev.lull.access.AuditLog;
import dev.lull.access.Audited;
import dev.lull.access.BrittleAuditLog;
import dev.lull.access.MemoryAuditLog;
import dev.lull.access.ThriftyAuditLog;
import dev.lull.window.JournalException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A login is written down before it is answered, and what strangers are refused not for ever. */
@Timeout(60)
final class WrittenDownTest {
    private static List<Audited> all(AuditLog log) {
        return log.read(1_000, Long.MAX_VALUE).reversed();
    }

    @Test
    void a_login_is_written_down_with_who_it_is() throws IOException {
        BrittleAuditLog log = new BrittleAuditLog();
        try (Doorway doorway = new Doorway(log)) {
            String answer = doorway.login(doorway.token("ada"));
            assertThat(answer).startsWith("HTTP/1.1 200").contains("Set-Cookie: lull-session=");
            assertThat(doorway.show(cookie(answer)))
                    .startsWith("HTTP/1.1 200")
                    .contains("\"name\":\"ada\"");
        }
        assertThat(all(log))
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.entry().who()).isEqualTo("ada");
                    assertThat(a.entry().path()).isEqualTo("/api/v1/session");
                    assertThat(a.status()).hasValue(200);
                });
    }

    private static String cookie(String answer) {
        return answer.replaceFirst("(?s).*Set-Cookie: (lull-session=[^;]+);.*", "$1");
    }

    @Test
    void a_login_that_can_not_be_written_down_is_none() throws IOException {
        BrittleAuditLog log =
                new BrittleAuditLog().with(new JournalException("there is no room left"));
        try (Doorway doorway = new Doorway(log)) {
            String secret = doorway.token("ada");
            log.breaks(true);
            assertThat(doorway.login(secret))
                    .startsWith("HTTP/1.1 503")
                    .contains("urn:lull:problem:journal")
                    .doesNotContain("Set-Cookie", "csrf");
            log.breaks(false);
            assertThat(doorway.login(secret)).startsWith("HTTP/1.1 200");
        }
        assertThat(all(log)).hasSize(1);
    }

    @Test
    void a_flood_of_strangers_is_counted_and_who_is_known_is_not() throws IOException {
        MemoryAuditLog disk = new MemoryAuditLog();
        Instant now = Instant.parse("2026-03-01T02:03:04Z");
        try (Doorway doorway = new Doorway(new ThriftyAuditLog(disk, () -> now, 2))) {
            for (int attempt = 0; attempt < 20; attempt++) {
                assertThat(doorway.show()).startsWith("HTTP/1.1 401");
            }
            assertThat(doorway.login(doorway.token("ada"))).startsWith("HTTP/1.1 200");
        }
        assertThat(all(disk))
                .extracting(Audited::entry)
                .extracting(AuditEntry::path)
                .containsExactly(
                        "/api/v1/session",
                        "/api/v1/session",
                        "and 18 more refusals",
                        "/api/v1/session");
    }
}
