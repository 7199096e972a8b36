package dev.lull.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What strangers are refused is not written on and on, and nothing of it is lost. */
class ThriftyAuditLogTest extends AuditLogContract {
    private static final int ONE_BY_ONE = 3;

    private Instant now = NOW;
    private final BrittleAuditLog written = new BrittleAuditLog();
    private final ThriftyAuditLog log = new ThriftyAuditLog(written, () -> now, ONE_BY_ONE);

    @Override
    protected AuditLog log() {
        return log;
    }

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            log.record(stranger("/" + i), 401, "unauthenticated");
        }
    }

    /** What is on the disk, oldest first. */
    private List<Audited> onDisk() {
        return written.read(10_000, Long.MAX_VALUE).reversed();
    }

    private List<String> paths() {
        return onDisk().stream().map(a -> a.entry().path()).toList();
    }

    @Test
    void of_strangers_so_many_a_minute_are_written_one_by_one_and_the_rest_as_one() {
        refuse(1_237);
        assertThat(paths()).containsExactly("/0", "/1", "/2");
        now = now.plusSeconds(59);
        refuse(1);
        assertThat(paths()).hasSize(3);

        now = now.plusSeconds(1);
        refuse(1);
        assertThat(paths()).containsExactly("/0", "/1", "/2", "and 1,235 more refusals", "/0");
        Audited rest = onDisk().get(3);
        assertThat(rest.entry().from()).isEqualTo("1 address");
        assertThat(rest.entry().who()).isEmpty();
        assertThat(rest.entry().at()).isEqualTo(now);
        assertThat(rest.status()).hasValue(401);
        assertThat(rest.problem()).isEqualTo("unauthenticated");
    }

    @Test
    void a_flood_of_an_hour_writes_a_bounded_number() {
        for (int second = 0; second < 3_600; second++) {
            refuse(5);
            now = now.plusSeconds(1);
        }
        assertThat(onDisk()).hasSizeLessThanOrEqualTo(60 * (ONE_BY_ONE + 1));
    }

    @Test
    void what_was_counted_is_told_before_the_next_entry_and_whenever_it_is_read() {
        refuse(ONE_BY_ONE + 1);
        log.begin(asked("/api/v1/windows"));
        assertThat(paths())
                .containsExactly("/0", "/1", "/2", "and 1 more refusal", "/api/v1/windows");
        refuse(1);
        assertThat(log.read(1, Long.MAX_VALUE).getFirst().entry().path())
                .isEqualTo("and 1 more refusal");
        refuse(2);
        log.flush();
        log.flush();
        assertThat(paths()).endsWith("and 1 more refusal", "and 2 more refusals").hasSize(7);
    }

    @Test
    void what_known_callers_do_or_are_refused_is_always_written() {
        refuse(100);
        for (int i = 0; i < 100; i++) {
            log.record(asked("/known/" + i), 403, "forbidden");
            log.end(log.begin(asked("/done/" + i)), 202, "");
        }
        assertThat(paths()).hasSize(ONE_BY_ONE + 1 + 200);
        assertThat(onDisk().getLast().status()).hasValue(202);
    }

    @Test
    void refusals_for_more_than_one_reason_and_from_many_places_are_told_as_that() {
        refuse(ONE_BY_ONE);
        for (int i = 0; i < 2_000; i++) {
            log.record(from("198.51.100." + i), 403, i == 0 ? "bad-host" : "bad-origin");
        }
        log.flush();
        Audited rest = onDisk().getLast();
        assertThat(rest.entry().from()).isEqualTo("at least 1,000 addresses");
        assertThat(rest.problem()).isEmpty();
        assertThat(rest.status()).hasValue(403);
    }

    private static AuditEntry from(String address) {
        AuditEntry entry = stranger("/");
        return new AuditEntry(entry.at(), "", entry.role(), address, entry.method(), entry.path());
    }

    @Test
    void what_can_not_be_written_now_stays_counted_and_keeps_nobody_from_reading() {
        refuse(ONE_BY_ONE + 2);
        written.breaks(true);
        assertThatThrownBy(() -> log.begin(asked("/api/v1/windows")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(log.read(10, Long.MAX_VALUE)).hasSize(ONE_BY_ONE);
        written.breaks(false);
        log.flush();
        assertThat(paths()).endsWith("and 2 more refusals");
    }

    @Test
    void a_clock_that_is_set_back_ends_the_minute() {
        refuse(ONE_BY_ONE + 1);
        now = now.minusSeconds(3_600);
        refuse(1);
        assertThat(paths()).endsWith("and 1 more refusal", "/0");
    }
}
