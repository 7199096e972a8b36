package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code lull restore --from DIR}. */
class RestoreFromTest extends OnCommandLine {
    private int restore(String... arguments) {
        List<String> all = new ArrayList<>(List.of("restore"));
        all.addAll(List.of(arguments));
        return lull(all.toArray(String[]::new));
    }

    @Test
    void a_point_from_a_backup_is_taken_over_then_restored_by_a_window() {
        assertThat(restore("--from", "/mnt/backup/gb-1", "--yes")).as(err.toString()).isZero();
        assertThat(out())
                .contains("Rollback point gb-1 is here, and is whole.")
                .contains("Made again for guestbook:\n  /srv/guestbook/.env\n  container guest")
                .contains("return to rollback point gb-1");
        assertThat(daemon.windows().all()).hasSize(1);
    }

    @Test
    void no_window_is_opened_while_something_is_in_the_way() {
        assertThat(restore("--from", "/mnt/backup/gb-0", "--yes")).isEqualTo(3);
        assertThat(out())
                .contains("It can't be restored yet:\n  - the image of app can't be pulled");
        assertThat(restore("--from", "/mnt/backup/gb-7", "--yes")).isEqualTo(3);
        assertThat(out()).contains("/mnt/backup/gb-7 is not there");
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
