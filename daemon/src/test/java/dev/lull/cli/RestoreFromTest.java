package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.api.DaemonFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code lull restore --from DIR}. */
@Timeout(60)
class RestoreFromTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private DaemonFixture daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = new DaemonFixture();
    }

    @AfterEach
    void stop() throws IOException {
        daemon.close();
    }

    private int restore(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("--socket", daemon.socket().toString(), "restore"));
        all.addAll(List.of(arguments));
        Terminal terminal =
                new Terminal(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        new BufferedReader(new StringReader("")),
                        false,
                        false);
        return Lull.run(all.toArray(String[]::new), terminal, options -> 0, "1.2.3");
    }

    @Test
    void a_point_from_a_backup_is_taken_over_then_restored_by_a_window() {
        assertThat(restore("--from", "/mnt/backup/gb-1", "--yes")).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("Rollback point gb-1 is here, and is whole.")
                .contains("Made again for guestbook:\n  /srv/guestbook/.env\n  container guest")
                .contains("return to rollback point gb-1");
        assertThat(daemon.windows().all()).hasSize(1);
    }

    @Test
    void no_window_is_opened_while_something_is_in_the_way() {
        assertThat(restore("--from", "/mnt/backup/gb-0", "--yes")).isEqualTo(3);
        assertThat(out.toString())
                .contains("It can't be restored yet:\n  - the image of app can't be pulled");
        assertThat(restore("--from", "/mnt/backup/gb-7", "--yes")).isEqualTo(3);
        assertThat(out.toString()).contains("/mnt/backup/gb-7 is not there");
        assertThat(daemon.windows().all()).isEmpty();
    }

    @Test
    void without_a_word_no_window_is_opened_and_what_was_made_is_not_denied() {
        assertThat(restore("--from", "/mnt/backup/gb-1")).isEqualTo(9);
        assertThat(err.toString())
                .contains("no window was opened", "what was made stays", "lull restore gb-1")
                .doesNotContain("nothing was touched");
        assertThat(daemon.windows().all()).isEmpty();
    }

    @Test
    void it_is_one_or_the_other() {
        assertThat(restore("gb-1", "--from", "/mnt/backup/gb-1")).isEqualTo(2);
        assertThat(restore()).isEqualTo(2);
        assertThat(restore("--from", "/mnt/backup/gb-1", "--dry-run")).isEqualTo(2);
        assertThat(err.toString()).contains("leave one of both out");
        assertThat(daemon.windows().all()).isEmpty();
    }
}
