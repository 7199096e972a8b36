package dev.lull.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.access.AuditLog;
import dev.lull.access.AuditLogContract;
import dev.lull.access.Audited;
import dev.lull.window.JournalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class SqliteAuditLogTest extends AuditLogContract {
    @RegisterExtension final JournalOnDisk journal = new JournalOnDisk();

    @Override
    protected AuditLog log() {
        return journal.get().audit();
    }

    @Test
    void what_was_begun_is_there_after_a_restart_and_may_be_ended_by_nobody() {
        long id = log().begin(asked("/api/v1/windows"));
        log().record(stranger("/"), 401, "unauthenticated");
        List<Audited> before = log().read(9, Long.MAX_VALUE);
        journal.reopen();
        assertThat(log().read(9, Long.MAX_VALUE)).isEqualTo(before);
        assertThat(before.getLast().id()).isEqualTo(id);
        assertThat(before.getLast().status()).isEmpty();
    }

    @Test
    void to_try_whether_it_can_be_written_writes_to_the_disk() throws Exception {
        log().begin(asked("/api/v1/windows"));
        Path writeAhead = journal.state().resolve("lull.db-wal");
        long before = Files.size(writeAhead);
        log().probe();
        assertThat(Files.size(writeAhead)).isGreaterThan(before);

        try (Connection other = SqliteFile.connect(journal.state().resolve("lull.db"));
                Statement sql = other.createStatement()) {
            sql.execute("begin immediate");
            assertThatThrownBy(() -> log().probe())
                    .isInstanceOf(JournalException.class)
                    .hasMessageContainingAll("can't write to the journal", "locked");
            sql.execute("rollback");
        }
        log().probe();
        journal.reopen();
        assertThat(log().read(9, Long.MAX_VALUE)).hasSize(1);
    }

    @Test
    void the_newest_are_kept_and_strangers_push_nobody_out() {
        journal.get().close();
        try (Database database = Database.open(journal.state().resolve("lull.db"))) {
            AuditLog log = new SqliteAuditLog(database, new SqliteAuditLog.Kept(20, 5, 10));
            for (int i = 1; i <= 15; i++) {
                log.begin(asked("/" + i));
            }
            for (int i = 16; i <= 1000; i++) {
                log.record(stranger("/" + i), 401, "unauthenticated");
            }
            assertThat(log.read(2000, Long.MAX_VALUE))
                    .hasSize(20)
                    .extracting(e -> e.entry().path())
                    .startsWith("/1000", "/999", "/998", "/997", "/996", "/15")
                    .endsWith("/1");
            for (int i = 1001; i <= 1100; i++) {
                log.begin(asked("/" + i));
            }
            assertThat(log.read(2000, Long.MAX_VALUE)).hasSize(20);
            assertThat(log.read(1, 1082).getFirst().entry().path()).isEqualTo("/1081");
            assertThat(log.read(1, 1081)).isEmpty();
        }
    }
}
