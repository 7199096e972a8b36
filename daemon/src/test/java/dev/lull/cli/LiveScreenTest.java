package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person at a terminal sees of a window, line by line. */
class LiveScreenTest {
    private static final Instant OPENED = Instant.parse("2026-03-01T12:00:00Z");
    private static final String ERASES_3 = "\u001b[3A\u001b[J";

    private final StringWriter out = new StringWriter();
    private final LiveScreen screen = screen();

    private LiveScreen screen() {
        PrintWriter writer = new PrintWriter(out, true);
        StepNotes notes = new StepNotes();
        notes.learn(json("{'steps':[{'step':'migrate','what':'run the migration once'}]}"));
        return new LiveScreen(
                new Terminal(writer, writer, new BufferedReader(new StringReader("")), true, false),
                notes,
                OPENED,
                Duration.ofMinutes(5));
    }

    private static JsonNode json(String text) {
        try {
            return DaemonClient.JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void migrationSays(String... lines) {
        screen.show(json("{'type':'step-started','step':'migrate','at':'2026-03-01T12:00:20Z'}"));
        for (String line : lines) {
            screen.show(json("{'type':'said','step':'migrate','lines':['" + line + "']}"));
        }
    }

    /** What was drawn before is forgotten. */
    private void migrationFails() {
        out.getBuffer().setLength(0);
        screen.show(
                json(
                        "{'type':'step-failed','step':'migrate','at':'2026-03-01T12:01:00Z','text':'exit code 1'}"));
    }

    private void assertFailedBelow(String first, String second) {
        assertThat(out.toString())
                .endsWith(
                        """
                          ✗ migrate                 40s  exit code 1
                            │ %s
                            │ %s
                        """
                                .formatted(first, second));
    }

    /** What is drawn at this moment, without the sequences that only keep lines in place. */
    private List<String> drawnAt(Duration sinceOpened) {
        out.getBuffer().setLength(0);
        screen.tick(OPENED.plus(sinceOpened));
        return out.toString().replaceAll("\u001b\\[[0-9?]*[A-Zhl]", "").lines().toList();
    }

    @Test
    void the_running_step_has_its_time_its_last_output_and_the_expected_time() {
        migrationSays("moved 12 rows", "moved 24 rows");

        assertThat(drawnAt(Duration.ofSeconds(50)))
                .containsExactly(
                        "  ● migrate                 30s  run the migration once",
                        "    │ moved 24 rows",
                        "  50s of about 5m");
        assertThat(drawnAt(Duration.ofMinutes(6)))
                .contains("  ● migrate               5m40s  run the migration once")
                .last()
                .isEqualTo("  6m of about 5m, longer than expected");
    }

    @Test
    void nothing_took_less_than_no_time_although_the_clock_was_set_back() {
        migrationSays("moved 12 rows");
        assertThat(drawnAt(Duration.ofHours(-5)))
                .contains("  ● migrate                0.0s  run the migration once")
                .last()
                .isEqualTo("  0.0s of about 5m");
        screen.show(
                json(
                        "{'type':'step-done','step':'migrate','at':'2026-03-01T07:00:52Z','text':'ok'}"));
        assertThat(out.toString()).endsWith("  ✓ migrate                0.0s  ok\n");
    }

    @Test
    void it_draws_over_nothing_but_its_own_lines() {
        migrationSays("moved 12 rows");
        screen.tick(OPENED.plusSeconds(50));
        out.getBuffer().setLength(0);

        screen.tick(OPENED.plusSeconds(51));
        assertThat(out.toString()).startsWith(ERASES_3).contains("51s of about");
        out.getBuffer().setLength(0);

        screen.show(
                json(
                        "{'type':'step-done','step':'migrate','at':'2026-03-01T12:00:52Z','text':'ok'}"));
        assertThat(out.toString()).isEqualTo(ERASES_3 + "  ✓ migrate                 32s  ok\n");
        out.getBuffer().setLength(0);

        screen.tick(OPENED.plusSeconds(60));
        screen.end();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void of_progress_only_the_newest_is_kept() {
        migrationSays(
                "before",
                "rows: 10 MiB of 40 MiB (25 %), 5 MiB/s",
                "rows: 20 MiB of 40 MiB (50 %), 5 MiB/s, 4s left");
        assertThat(drawnAt(Duration.ofSeconds(50)))
                .contains("    │ rows: 20 MiB of 40 MiB (50 %), 5 MiB/s, 4s left");
        migrationFails();

        assertFailedBelow("before", "rows: 20 MiB of 40 MiB (50 %), 5 MiB/s, 4s left");
    }

    @Test
    void of_a_long_line_of_progress_the_numbers_are_seen() {
        String numbers = ": 1.2 GiB of 4.0 GiB (30 %), 210 MiB/s, 14s left";
        migrationSays("volume guestbook-with-a-long-name_db-data, verifying" + numbers);

        assertThat(drawnAt(Duration.ofSeconds(50)).get(1))
                .hasSize(80)
                .startsWith("    │ …")
                .endsWith("_db-data, verifying" + numbers);
    }

    @Test
    void what_a_failed_step_printed_stays_below_it() {
        migrationSays("moved 12 rows", "relation exists");
        migrationFails();

        assertFailedBelow("moved 12 rows", "relation exists");
    }
}
