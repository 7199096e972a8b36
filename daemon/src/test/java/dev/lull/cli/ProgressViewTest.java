package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final StringWriter out = new StringWriter();

    private ProgressView view(boolean interactive) {
        PrintWriter writer = new PrintWriter(out, true);
        return new ProgressView(
                new Terminal(
                        writer,
                        writer,
                        new BufferedReader(new StringReader("")),
                        interactive,
                        false));
    }

    private static String at(int percent) {
        return "verifying gb-1: " + percent + " MiB of 100 MiB (" + percent + " %), 5 MiB/s";
    }

    @Test
    void a_terminal_has_one_line_of_it_that_is_gone_at_the_end() {
        ProgressView view = view(true);
        view.show(at(10), NOON);
        view.show(at(12), NOON.plusSeconds(2));
        view.end();

        assertThat(out.toString()).doesNotContain("\n").endsWith("\r\u001b[K");
        assertThat(out.toString().split("\r\u001b\\[K", -1)).hasSize(4);
    }

    @Test
    void of_a_long_line_the_numbers_are_seen() {
        String numbers = ": 1.2 GiB of 4.0 GiB (30 %), 210 MiB/s, 14s left";
        view(true).show("verifying guestbook-20260301-120000-w123456789" + numbers, NOON);

        assertThat(out.toString()).contains("…").contains("-w123456789" + numbers);
    }

    @Test
    void what_the_daemon_says_moves_no_cursor() {
        view(true).show("\u001b[2J" + at(10), NOON);

        assertThat(out.toString()).doesNotContain("\u001b[2J");
    }

    @Test
    void a_log_has_a_line_for_each_tenth() {
        ProgressView view = view(false);
        for (int percent = 1; percent < 40; percent++) {
            view.show(at(percent), NOON.plusSeconds(percent));
        }
        view.end();

        assertThat(out.toString().lines()).containsExactly(at(1), at(10), at(20), at(30));
    }

    @Test
    void a_log_has_a_line_a_minute_of_what_is_slow() {
        ProgressView view = view(false);
        for (int second = 0; second <= 130; second += 10) {
            view.show(at(3), NOON.plusSeconds(second));
        }

        assertThat(out.toString().lines()).containsExactly(at(3), at(3), at(3));
    }
}
