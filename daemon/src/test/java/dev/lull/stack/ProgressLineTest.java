package dev.lull.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final long GIB = 1L << 30;

    private static ProgressLine line(long done, long secondsLeft) {
        return new ProgressLine(
                "volume shop_db",
                done,
                4 * GIB,
                210L << 20,
                Optional.of(Duration.ofSeconds(secondsLeft)));
    }

    @Test
    void a_line_says_how_far_how_fast_and_how_long_yet() {
        assertThat(line(1_300_000_000, 14).print())
                .isEqualTo("volume shop_db: 1.2 GiB of 4.0 GiB (30 %), 210 MiB/s, 14s left");
        assertThat(new ProgressLine("volume shop_db", 0, 4 * GIB, 0, Optional.empty()).print())
                .isEqualTo("volume shop_db: 0 B of 4.0 GiB (0 %), 0 B/s");
    }

    @Test
    void all_but_the_last_byte_is_not_all() {
        assertThat(line(4 * GIB - 1, 0).print()).contains("(99 %)", ", 1s left");
        assertThat(line(5 * GIB, 1).print()).contains(" 4.0 GiB of 4.0 GiB (100 %)");
    }

    @Test
    void a_long_time_is_not_told_to_the_second() {
        assertThat(line(GIB, 59).print()).endsWith(" 59s left");
        assertThat(line(GIB, 93).print()).endsWith(" 1m30s left");
        assertThat(line(GIB, 7265).print()).endsWith(" 2h1m left");
    }

    @Test
    void its_own_lines_are_read_and_others_are_not() {
        assertThat(ProgressLine.read(line(GIB, 9).print()))
                .contains(new ProgressLine.Mark("volume shop_db", 25));
        assertThat(ProgressLine.read("volume shop_db: 1.2 GiB of 4.0 GiB")).isEmpty();
        assertThat(ProgressLine.read("moved 12 rows of 40 (30 %)")).isEmpty();
    }

    @Test
    void lines_of_names_are_read_too_whether_it_is_known_of_how_many_or_not() {
        Optional<Duration> left = Optional.of(Duration.ofSeconds(5));
        String some = new NamesLine("volume x", 120_000, 400_000, 60_000, left).print();
        assertThat(some).isEqualTo("volume x: 120,000 of 400,000 names (30 %), 60,000/s, 5s left");
        String any = new NamesLine("volume x", 120_000, 0, 60_000, Optional.empty()).print();
        assertThat(any).isEqualTo("volume x: 120,000 names, 60,000/s");
        assertThat(new NamesLine("volume x", 9, 7, 0, Optional.empty()).print())
                .isEqualTo("volume x: 7 of 7 names (100 %), 0/s");

        assertThat(ProgressLine.read(some)).contains(new ProgressLine.Mark("volume x", 30));
        assertThat(ProgressLine.read(any)).contains(new ProgressLine.Mark("volume x", 0));
        assertThat(ProgressLine.isNewer(some, any)).isTrue();
        assertThat(ProgressLine.read("imported: 120,000 names")).isEmpty();
        assertThat(ProgressLine.read("users: 120,000 names, 12 of them twice")).isEmpty();
    }

    @Test
    void only_what_is_about_the_same_takes_a_lines_place() {
        String first = line(GIB, 9).print();
        assertThat(ProgressLine.isNewer(line(2 * GIB, 6).print(), first)).isTrue();
        assertThat(ProgressLine.isNewer(first.replace("shop_db", "shop_db, verifying"), first))
                .isFalse();
        assertThat(ProgressLine.isNewer("done", first)).isFalse();
        assertThat(ProgressLine.isNewer(first, "done")).isFalse();
        assertThat(ProgressLine.isNewer("done", "done")).isFalse();
    }

    @Test
    void there_is_no_progress_towards_nothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProgressLine("volume x", 0, 0, 0, Optional.empty()));
    }
}
