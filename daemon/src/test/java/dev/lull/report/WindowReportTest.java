package dev.lull.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.PlannedStep.OnFailure;
import dev.lull.plan.StepKind;
import dev.lull.report.Timeline.TimedStep;
import dev.lull.stack.StackName;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.NoteKey;
import dev.lull.window.Origin;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WindowReportTest {
    private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");

    private final List<Recorded> events = new ArrayList<>();

    WindowReportTest() {
        at(0, opened(new Change.Update(Map.of(), false)));
    }

    private static Event.Opened opened(Change change) {
        return new Event.Opened(
                new StackName("guestbook"),
                change,
                List.of(
                        step(StepKind.PREPARE, OnFailure.REFUSE),
                        step(StepKind.CLOSE_APP, OnFailure.WAY_BACK),
                        step(StepKind.MIGRATE, OnFailure.WAY_BACK),
                        step(StepKind.REOPEN_APP, OnFailure.CLOSE_AND_HOLD),
                        step(StepKind.WATCH, OnFailure.HOLD)),
                new Origin("ann", "", "", "v2", "", ""),
                Duration.ofMinutes(5),
                List.of());
    }

    private static PlannedStep step(StepKind kind, OnFailure onFailure) {
        return new PlannedStep(
                kind,
                Phase.CHANGING,
                onFailure,
                Duration.ofMinutes(1),
                "make " + kind.word() + " so",
                List.of());
    }

    private void at(long seconds, Event event) {
        events.add(new Recorded(events.size() + 1L, START.plusSeconds(seconds), event));
    }

    private void done(long from, long to, StepKind kind) {
        at(from, new Event.StepStarted(kind));
        at(to, new Event.StepDone(kind, kind.word() + " is so"));
    }

    private void failed(long from, long to, StepKind kind, String why) {
        at(from, new Event.StepStarted(kind));
        at(to, new Event.StepFailed(kind, why));
    }

    private WindowReport report(long now) {
        return WindowReport.of(new WindowId(12), events, START.plusSeconds(now));
    }

    private String markdown(long now) {
        return new MarkdownReport(ZoneOffset.UTC).write(report(now));
    }

    @Test
    void a_window_that_is_done_says_who_why_when_and_each_time() {
        done(0, 2, StepKind.PREPARE);
        done(2, 3, StepKind.CLOSE_APP);
        at(3, new Event.StepStarted(StepKind.MIGRATE));
        at(4, new Event.Said(StepKind.MIGRATE, List.of("moved 12 rows")));
        at(5, new Event.Warned(StepKind.MIGRATE, "slow"));
        at(6, new Event.StepDone(StepKind.MIGRATE, "migrated"));
        done(6, 36, StepKind.REOPEN_APP);
        at(36, new Event.Noted("point", "gb-1"));
        at(36, new Event.Noted("certificate", "{\"writers\":[]}"));
        done(36, 96, StepKind.WATCH);
        at(96, new Event.Ended(Phase.DONE, "done"));

        assertThat(markdown(1_000))
                .startsWith("# Window 12: update of guestbook, done\n")
                .contains("- **Who:** ann\n", "- **Why:** v2\n")
                .contains("2026-03-01 02:00:00", "to 2026-03-01 02:01:36", "(1m36s;")
                .contains("- **Door closed:** 34s\n", "- **Rollback point:** gb-1\n")
                .contains("| migrate | done | 02:00:03 | 3.0s | migrated |\n")
                .contains("## Warnings\n\n- 02:00:05 migrate: slow\n")
                .contains("## Output of migrate, the end\n\n    moved 12 rows\n")
                .contains("```json\n{\"writers\":[]}\n```");
    }

    @Test
    void of_progress_a_report_has_the_newest_only() {
        done(0, 1, StepKind.PREPARE);
        done(1, 1, StepKind.CLOSE_APP);
        at(1, new Event.StepStarted(StepKind.MIGRATE));
        for (int done = 1; done <= 30; done++) {
            String line = "rows: " + done + " MiB of 100 MiB (" + done + " %), 1 MiB/s";
            at(1 + done, new Event.Said(StepKind.MIGRATE, List.of(line)));
        }
        at(32, new Event.Said(StepKind.MIGRATE, List.of("disk full")));
        at(32, new Event.StepFailed(StepKind.MIGRATE, "exit code 1"));

        assertThat(markdown(60))
                .contains("    rows: 30 MiB of 100 MiB (30 %), 1 MiB/s\n    disk full\n")
                .doesNotContain("rows: 29 MiB");
    }

    @Test
    void those_whom_its_pages_have_met_are_counted_once() {
        done(0, 1, StepKind.PREPARE);
        assertThat(report(60).met(Map.of())).isEmpty();
        assertThat(report(60).met(Map.of("first", 5L))).hasValue(5);

        at(7, new Event.Noted(NoteKey.MET + "first", "9"));
        assertThat(report(60).met(Map.of("first", 8L, "second", 3L))).hasValue(12);
        at(8, new Event.Noted(NoteKey.MET + "second", "4"));

        assertThat(report(60).met(Map.of())).hasValue(13);
        assertThat(markdown(60)).contains("- **Visitors met:** 13 requests answered by the page\n");
    }

    @Test
    void the_door_goes_by_the_notes_where_there_are_any() {
        done(0, 2, StepKind.PREPARE);
        at(2, new Event.StepStarted(StepKind.CLOSE_APP));
        at(5, new Event.Noted(NoteKey.DOOR, NoteKey.CLOSED));
        at(6, new Event.StepDone(StepKind.CLOSE_APP, ""));
        done(6, 7, StepKind.MIGRATE);
        at(7, new Event.StepStarted(StepKind.REOPEN_APP));
        at(8, new Event.Noted(NoteKey.DOOR, NoteKey.OPEN));

        assertThat(report(60).doorClosed()).isEqualTo(Duration.ofSeconds(3));
        assertThat(report(60).timeline().isDoorClosed()).isFalse();
    }

    @Test
    void a_door_that_was_closed_again_counts_twice() {
        done(0, 1, StepKind.PREPARE);
        done(10, 11, StepKind.CLOSE_APP);
        done(11, 12, StepKind.MIGRATE);
        failed(12, 20, StepKind.REOPEN_APP, "500");
        at(21, new Event.ClosedAgain(StepKind.REOPEN_APP, "closed again"));
        at(21, new Event.Held(StepKind.REOPEN_APP, "500"));

        assertThat(report(30).doorClosed()).isEqualTo(Duration.ofSeconds(20));
        assertThat(report(30).timeline().isDoorClosed()).isTrue();
        assertThat(report(30).advice().happened()).contains("waits for you", "door is closed");
        assertThat(report(30).advice().next())
                .anySatisfy(n -> assertThat(n).endsWith("lull retry 12"))
                .anySatisfy(n -> assertThat(n).endsWith("lull rollback 12 --confirm guestbook"));
    }

    @Test
    void a_way_back_says_why_and_that_nothing_is_lost() {
        done(0, 1, StepKind.PREPARE);
        done(1, 2, StepKind.CLOSE_APP);
        failed(2, 5, StepKind.MIGRATE, "exit code 1");
        at(
                5,
                new Event.TurnedBack(
                        "migrate failed: exit code 1",
                        Phase.ROLLED_BACK,
                        List.of(step(StepKind.REOPEN_APP, OnFailure.STUCK))));
        done(5, 9, StepKind.REOPEN_APP);
        at(9, new Event.Ended(Phase.ROLLED_BACK, "migrate failed: exit code 1"));

        assertThat(markdown(9))
                .contains("nothing that visitors wrote is lost", "## The way back")
                .contains("| migrate | failed | 02:00:02 | 3.0s | exit code 1 |")
                .contains("| reopen-app | done | 02:00:05 | 4.0s |")
                .contains("- **Door closed:** 8.0s\n");
    }

    @Test
    void a_crash_in_the_midst_of_a_step_does_not_start_its_clock_again() {
        done(0, 1, StepKind.PREPARE);
        at(1, new Event.StepStarted(StepKind.CLOSE_APP));
        at(30, new Event.StepStarted(StepKind.CLOSE_APP));
        at(31, new Event.StepDone(StepKind.CLOSE_APP, ""));

        assertThat(elapsed(StepKind.CLOSE_APP, 31)).contains(Duration.ofSeconds(30));
    }

    @Test
    void a_retry_does() {
        done(0, 1, StepKind.PREPARE);
        done(1, 2, StepKind.CLOSE_APP);
        done(2, 3, StepKind.MIGRATE);
        done(3, 4, StepKind.REOPEN_APP);
        failed(4, 10, StepKind.WATCH, "errors");
        at(10, new Event.Held(StepKind.WATCH, "errors"));
        at(50, new Event.Asked(Action.RETRY, "ann"));
        assertThat(elapsed(StepKind.WATCH, 55)).isEmpty();
        at(60, new Event.StepStarted(StepKind.WATCH));

        assertThat(elapsed(StepKind.WATCH, 63)).contains(Duration.ofSeconds(3));
    }

    @Test
    void a_refused_window_says_that_nothing_was_touched() {
        failed(0, 1, StepKind.PREPARE, "no space");
        at(1, new Event.Ended(Phase.REFUSED, "no space"));

        assertThat(markdown(1))
                .contains("before anything was touched: no space.", "- **Door closed:** never")
                .contains("lull check guestbook");
    }

    private Optional<Duration> elapsed(StepKind kind, long now) {
        TimedStep step =
                report(now).timeline().forward().stream()
                        .filter(s -> s.run().kind() == kind)
                        .findFirst()
                        .orElseThrow();
        return step.elapsed(START.plusSeconds(now));
    }
}
