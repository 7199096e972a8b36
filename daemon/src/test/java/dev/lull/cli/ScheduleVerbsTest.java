package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.testbed.Wait;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules are added, looked at and asked of. */
final class ScheduleVerbsTest extends OnCommandLine {
    private String printed(String... args) {
        out.getBuffer().setLength(0);
        assertThat(lull(args)).as(err.toString()).isZero();
        return out();
    }

    private JsonNode json(String... args) {
        try {
            return DaemonClient.JSON.readTree(printed(args));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void addWeekly(String... more) {
        String[] args = {
            "schedule",
            "add",
            "guestbook",
            "weekly",
            "--cron",
            "0 3 * * 0",
            "--zone",
            "UTC",
            "--length",
            "10m"
        };
        String[] all = new String[args.length + more.length];
        System.arraycopy(args, 0, all, 0, args.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        assertThat(lull(all)).as(err.toString()).isZero();
    }

    @Test
    void where_there_is_none_yet_the_ways_to_one_are_told() {
        assertThat(printed("schedule", "list"))
                .contains("There are no schedules yet", "lull schedule add", "x-lull.schedule");
    }

    @Test
    void one_is_added_and_told_in_words_with_what_comes() {
        addWeekly("--only-if", "changed,healthy", "--approve", "4h", "--late", "0s");
        assertThat(out())
                .startsWith("Schedule 1 of guestbook: at 03:00 on Sunday, UTC")
                .containsPattern("\n  Sun \\d{4}-\\d\\d-\\d\\d 03:00 \\+00:00\n");
        assertThat(out().lines()).hasSize(6);

        assertThat(printed("schedule", "list"))
                .contains("ID  STACK      NAME    STATE  NEXT")
                .containsPattern(
                        "1   guestbook  weekly  on     Sun .* 03:00 \\+00:00  -     at 03:00 on"
                                + " Sunday");
        assertThat(printed("schedule", "show", "1"))
                .startsWith("guestbook/weekly: schedule 1, on\n")
                .contains("When:    at 03:00 on Sunday, UTC (0 3 * * 0)\n")
                .contains("Change:  update to what the compose files say, every image pulled\n")
                .contains("Length:  10m\n", "Missed:  is skipped\n")
                .contains("Only:    when there is something to do\n")
                .contains("Only:    when the stack is well\n")
                .contains("Only:    when somebody approves it within 4h after it is asked\n")
                .containsPattern("From: +\\S.*, since 20")
                .contains("Next:\n  Sun ", "None of its moments has come yet.");
    }

    @Test
    void what_its_windows_are_for_is_said_as_for_a_window() {
        JsonNode image =
                json(
                        "schedule",
                        "add",
                        "guestbook",
                        "two",
                        "--at",
                        "2037-03-01T03:00",
                        "--length",
                        "5m",
                        "--image",
                        "app=guestbook:2",
                        "--no-pull",
                        "--json");
        assertThat(image.path("change").path("images").path("app").asText())
                .isEqualTo("guestbook:2");
        assertThat(image.path("change").path("pull").asBoolean()).isFalse();
        assertThat(printed("schedule", "show", "1"))
                .contains("the compose files say, with app to guestbook:2\n");

        printed(
                "schedule",
                "add",
                "guestbook",
                "index",
                "--at",
                "2037-03-01T03:00Z",
                "--length",
                "5m",
                "--service",
                "app",
                "--",
                "./reindex",
                "--all");
        assertThat(printed("schedule", "show", "2"))
                .contains(
                        "Change:  run in app: ./reindex --all\n", "once, at 2037-03-01T03:00:00Z");
        assertThat(printed("schedule", "list")).contains("index  ", "two  ");
    }

    @Test
    void it_is_paused_resumed_skipped_and_removed() {
        addWeekly();
        assertThat(printed("schedule", "pause", "1"))
                .contains("Schedule 1 (guestbook/weekly) is paused; 'lull schedule resume 1'");
        assertThat(printed("schedule", "list")).contains("paused");
        assertThat(printed("schedule", "resume", "1")).contains("goes on; next: Sun ");
        assertThat(printed("schedule", "skip", "1")).contains("leaves out one; next: Sun ");
        assertThat(printed("schedule", "list")).contains("skips one");
        assertThat(printed("schedule", "remove", "1")).isEqualTo("Schedule 1 is removed.\n");
        assertThat(lull("schedule", "remove", "1")).isEqualTo(8);
        assertThat(err.toString()).contains("schedule");
    }

    @Test
    void it_runs_now_and_tells_which_window() {
        addWeekly();
        assertThat(printed("schedule", "run", "1"))
                .startsWith("Schedule 1, due 20")
                .contains("; see 'lull schedule show 1'.");
        Wait.until(
                "it has opened a window", () -> printed("schedule", "list").contains("window 1"));
        assertThat(printed("schedule", "show", "1")).containsPattern("opened +1");
        assertThat(printed("windows")).contains("schedule weekly");
    }

    @Test
    void asked_again_with_the_same_key_nothing_runs_a_second_time() {
        addWeekly();
        String due = json("schedule", "run", "1", "--key", "job-1", "--json").path("due").asText();
        Wait.until(
                "it has opened a window", () -> printed("schedule", "list").contains("window 1"));
        assertThat(printed("schedule", "run", "1", "--key", "job-1"))
                .startsWith("Schedule 1, due " + due + ": opened, window 1");
    }

    @Test
    void a_word_is_given_for_what_waits() {
        assertThat(
                        lull(
                                "schedule",
                                "add",
                                "guestbook",
                                "hourly",
                                "--cron",
                                "0 * * * *",
                                "--length",
                                "5m",
                                "--late",
                                "2h",
                                "--approve",
                                "4h"))
                .as(err.toString())
                .isZero();
        assertThat(lull("schedule", "approve", "1")).isEqualTo(6);
        assertThat(err.toString()).contains("nothing of schedule 1 waits for a word");
        daemon.pass(Duration.ofHours(1));
        daemon.schedules().wake();
        Wait.until("it waits", () -> printed("schedule", "list").contains("waiting for approval"));
        String shown = printed("schedule", "show", "1");
        assertThat(shown).contains("→ If it may run: lull schedule approve 1 20");

        String due = shown.replaceFirst("(?s).*schedule approve 1 (\\S+).*", "$1");
        assertThat(printed("schedule", "approve", "1")).contains("Schedule 1, due " + due);
        Wait.until(
                "it has opened a window", () -> printed("schedule", "list").contains("window 1"));
        assertThat(lull("schedule", "approve", "1", due)).isEqualTo(6);
    }

    @Test
    void a_preview_says_it_in_words_with_the_next_five() {
        assertThat(
                        printed(
                                "schedule",
                                "preview",
                                "--cron",
                                "30 4 * * 1-5",
                                "--zone",
                                "Asia/Kathmandu"))
                .contains("04:30", "Asia/Kathmandu")
                .containsPattern("\n  (Mon|Tue|Wed|Thu|Fri) .* 04:30 \\+05:45\n");
        assertThat(out().lines()).hasSize(6);
        assertThat(printed("schedule", "preview", "--at", "2037-03-01T03:00+05:45"))
                .contains("once, at 2037-02-28T21:15:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 3 30 2 * | UTC | never runs",
                "0 0 3 * * 0 | UTC | 6 fields, not five",
                "@reboot | UTC | not five fields",
                "0 3 * * 0 | Europe/Lull | which is not a time zone",
            })
    void what_never_comes_is_refused_with_why(String cron, String zone, String why) {
        assertThat(lull("schedule", "preview", "--cron", cron, "--zone", zone)).isEqualTo(3);
        assertThat(err.toString()).contains(why);
    }
}
