package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MIB = 1 << 20;

    private final List<String> lines = new ArrayList<>();
    private long now = 5 * SECOND;

    private Progress progress(long total) {
        return new Progress("volume db", total, lines::add, () -> now);
    }

    private void after(double seconds) {
        now += (long) (seconds * SECOND);
    }

    /** Goes on at one rate and says so ten times a second. Returns how far that is. */
    private long run(Progress progress, long from, long perSecond, int seconds) {
        long done = from;
        for (int i = 0; i < 10 * seconds; i++) {
            after(0.1);
            done += perSecond / 10;
            progress.at(done);
        }
        return done;
    }

    @Test
    void what_is_over_in_two_seconds_is_not_spoken_of() {
        Progress progress = progress(120 * MIB);
        progress.at(MIB);
        after(1.9);
        progress.at(120 * MIB);

        assertThat(lines).isEmpty();
    }

    @Test
    void it_says_bytes_and_rate_and_the_time_left_once_that_can_be_told() {
        Progress progress = progress(100 * MIB);
        run(progress, 0, 10 * MIB, 7);

        assertThat(lines)
                .containsExactly(
                        "volume db: 20 MiB of 100 MiB (20 %), 10 MiB/s",
                        "volume db: 40 MiB of 100 MiB (40 %), 10 MiB/s, 6s left",
                        "volume db: 60 MiB of 100 MiB (60 %), 10 MiB/s, 4s left");
    }

    @Test
    void the_rate_is_that_of_the_last_seconds() {
        Progress progress = progress(10_000 * MIB);
        long done = run(progress, 0, 100 * MIB, 30);
        run(progress, done, 20 * MIB, 12);

        assertThat(lines.getLast())
                .isEqualTo("volume db: 3.2 GiB of 9.8 GiB (32 %), 20 MiB/s, 5m40s left");
    }

    @Test
    void what_stands_still_has_no_time_left() {
        Progress progress = progress(100 * MIB);
        long done = run(progress, 0, 10 * MIB, 5);
        run(progress, done, 0, 15);

        assertThat(lines.getLast()).isEqualTo("volume db: 50 MiB of 100 MiB (50 %), 0 B/s");
    }

    @Test
    void more_than_was_known_of_is_all_of_it_and_says_nothing_of_the_end() {
        Progress progress = progress(100 * MIB);
        run(progress, 0, 30 * MIB, 6);

        assertThat(lines.getLast()).isEqualTo("volume db: 100 MiB of 100 MiB (100 %), 30 MiB/s");
    }

    @Test
    void the_longer_it_takes_the_rarer_are_the_lines() {
        Progress progress = progress(1L << 50);
        run(progress, 0, 10 * MIB, 60);
        assertThat(lines).hasSizeBetween(25, 30);
        lines.clear();

        run(progress, 0, 10 * MIB, 3600 - 60);
        assertThat(lines).as("in an hour").hasSizeBetween(350, 500);
    }

    @Test
    void names_are_counted_whether_it_is_known_how_many_there_are_or_not() {
        run(Progress.names("volume db", 0, lines::add, () -> now), 0, 10_000, 7);
        run(Progress.names("volume db", 100_000, lines::add, () -> now), 0, 10_000, 7);

        assertThat(lines)
                .containsExactly(
                        "volume db: 20,000 names, 10,000/s",
                        "volume db: 40,000 names, 10,000/s",
                        "volume db: 60,000 names, 10,000/s",
                        "volume db: 20,000 of 100,000 names (20 %), 10,000/s",
                        "volume db: 40,000 of 100,000 names (40 %), 10,000/s, 6s left",
                        "volume db: 60,000 of 100,000 names (60 %), 10,000/s, 4s left");
    }

    @Test
    void nothing_is_said_of_what_has_no_size() {
        run(progress(0), 0, MIB, 10);

        assertThat(lines).isEmpty();
    }
}
