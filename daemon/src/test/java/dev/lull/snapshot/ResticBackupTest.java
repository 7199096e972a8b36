package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What restic 0.14 and 0.18 print while they are at work. */
class ResticBackupTest {
    private static final long SECOND = 1_000_000_000;

    private final List<String> lines = new ArrayList<>();
    private final AtomicLong time = new AtomicLong();
    private final ResticBackup backup =
            new ResticBackup(new Progress("off-site copy of p", 100 << 20, lines::add, time::get));

    private void passes(int seconds, String line) {
        time.addAndGet(seconds * SECOND);
        backup.accept(line);
    }

    @Test
    void it_tells_how_far_it_is_in_bytes_with_rate_and_time_left() {
        passes(1, "{\"message_type\":\"status\",\"percent_done\":0,\"total_files\":4}");
        passes(4, "{\"message_type\":\"status\",\"total_bytes\":1,\"bytes_done\":26214400}");
        assertThat(lines)
                .containsExactly(
                        "off-site copy of p: 25 MiB of 100 MiB (25 %), 5.0 MiB/s, 15s left");
    }

    @Test
    void what_is_no_news_is_passed_over() {
        passes(5, "");
        passes(5, "using parent snapshot 1a2b3c4d");
        passes(5, "{\"message_type\":\"verbose_status\",\"action\":\"new\",\"item\":\"/p\"}");
        passes(5, "{\"message_type\":\"summary\",\"data_added\":7}");
        assertThat(lines).isEmpty();
        assertThat(backup.made()).isEmpty();
    }

    @Test
    void it_knows_the_snapshot_and_what_that_took() {
        passes(1, "{\"message_type\":\"summary\",\"data_added\":7,\"snapshot_id\":\"bfddd956\"}");
        assertThat(backup.made()).contains(new ResticBackup.Made("bfddd956", 7));
        passes(
                1,
                "{\"message_type\":\"summary\",\"data_added\":7,\"data_added_packed\":3,"
                        + "\"snapshot_id\":\"b1b4de08b86d\"}");
        assertThat(backup.made()).contains(new ResticBackup.Made("b1b4de08b86d", 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "127 | setpriv: failed to execute restic: No such file or directory | MISSING",
                "1 | Fatal: wrong password or no key found | PASSWORD",
                "12 | {\"message_type\":\"exit_error\",\"code\":12,\"message\":\"Fatal: x\"} | PASSWORD",
                "1 | Resolving password failed: Fatal: nofile does not exist | PASSWORD",
                "1 | Is there a repository at the following location? | NO_REPOSITORY",
                "10 | Fatal: repository does not exist | NO_REPOSITORY",
                "1 | unable to create lock in backend: repository is already locked by PID 7 | LOCKED",
                "11 | unable to create lock in backend | LOCKED",
                "3 | Warning: at least one source file could not be read | INCOMPLETE",
                "-1 | restic was not done within 30 s: connect: connection refused | UNREACHABLE",
                "1 | Fatal: unable to open config file: no such host Is there a repository at the following location? | UNREACHABLE",
                "1 | {\"error\":{\"message\":\"write /r/tmp: no space left on device\"}} | NO_SPACE",
                "1 | panic: runtime error | OTHER",
            })
    void what_ails_it_is_told_by_its_exit_code_or_else_by_its_words(
            int exit, String said, ResticTrouble trouble) {
        assertThat(ResticTrouble.of(exit, ResticOutput.words(List.of(said)))).isEqualTo(trouble);
    }

    @Test
    void its_words_are_told_without_the_json_around_them() {
        assertThat(
                        ResticOutput.words(
                                List.of(
                                        "{\"message_type\":\"error\",\"error\":{\"message\":"
                                                + "\"permission denied\"},\"during\":\"archival\","
                                                + "\"item\":\"/p/a\"}",
                                        "{\"message_type\":\"exit_error\",\"code\":1,"
                                                + "\"message\":\"Fatal: a\\nb\\n\"}",
                                        "",
                                        "the end")))
                .isEqualTo("/p/a: permission denied; Fatal: a; b; the end");
    }
}
