package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.StepKind;
import dev.lull.window.Outcome;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a person sees of windows and asks of them. */
final class WindowVerbsTest extends OnCommandLine {
    @Test
    void a_held_window_ends_with_5_and_says_what_it_offers() {
        daemon.when(
                StepKind.PROVE_QUIET, _ -> new Outcome.Failed("backup-1 writes to guestbook_db"));
        assertThat(lull("run", "guestbook", "--yes")).isEqualTo(5);
        assertThat(out()).contains("HELD at prove-quiet: backup-1 writes");
        assertThat(said()).contains("The door is closed", "lull retry 1", "lull abort 1");

        assertThat(lull("abort", "1", "--wait")).isZero();
        assertThat(out()).contains("aborted");
    }

    @Test
    void a_retry_that_is_waited_for_is_followed_to_the_end() {
        AtomicInteger tries = new AtomicInteger();
        daemon.when(
                StepKind.PROVE_QUIET,
                _ ->
                        tries.incrementAndGet() == 1
                                ? new Outcome.Failed("backup-1 writes to guestbook_db")
                                : new Outcome.Done("quiet"));
        assertThat(lull("run", "guestbook", "--yes")).isEqualTo(5);
        out.getBuffer().setLength(0);

        assertThat(lull("retry", "1", "--wait")).isZero();

        assertThat(out())
                .containsPattern("prove-quiet: done in \\d+\\.\\ds: quiet\n")
                .contains("Window 1: done")
                .doesNotContain("prepare: ");
        assertThat(tries).hasValue(2);
    }

    @Test
    void a_retry_that_fails_again_ends_with_5() {
        daemon.when(StepKind.PROVE_QUIET, _ -> new Outcome.Failed("backup-1 writes"));
        assertThat(lull("run", "guestbook", "--yes")).isEqualTo(5);
        assertThat(lull("retry", "1", "--wait")).isEqualTo(5);
        assertThat(lull("retry", "1")).isZero();
        assertThat(out()).contains("Window 1: retry it is; see 'lull show 1 --follow'.");
    }

    @Test
    void own_work_is_done_when_quiet_and_goes_on_with_reopen() {
        assertThat(lull("run", "guestbook", "--change", "none", "--yes")).isZero();
        assertThat(said()).contains("It is your turn", "lull reopen 1");
        assertThat(lull("run", "guestbook", "--yes")).isEqualTo(6);
        assertThat(err.toString()).contains("has window 1 open");

        assertThat(lull("reopen", "1", "--wait")).isZero();
        assertThat(out()).contains("Window 1: done");
        assertThat(lull("retry", "1")).isEqualTo(6);
    }

    @Test
    void a_rollback_after_reopening_wants_the_name_of_the_stack() {
        daemon.when(StepKind.WATCH, _ -> new Outcome.Failed("errors in the log"));
        assertThat(lull("run", "guestbook", "--yes")).isEqualTo(5);

        assertThat(lull("rollback", "1")).isEqualTo(9);
        assertThat(err.toString()).contains("everything written since then would be lost");
        assertThat(lull("rollback", "1", "--confirm", "guestbook", "--wait")).isZero();
    }

    @Test
    void windows_show_and_report_tell_what_happened() {
        assertThat(lull("run", "guestbook", "--yes", "--reason", "v2")).isZero();
        out.getBuffer().setLength(0);

        assertThat(lull("windows")).isZero();
        assertThat(out()).contains("ID  STACK      CHANGE  STATE  OPENED", "v2");
        assertThat(lull("show", "1")).isZero();
        assertThat(out()).contains("✓ validate", "Window 1: done");
        assertThat(lull("show", "1", "--follow")).isZero();
        assertThat(lull("report", "1")).isZero();
        assertThat(out()).contains("# Window 1: update of guestbook, done");
        assertThat(lull("report", "1", "--json")).isZero();
        assertThat(lull("show", "9")).isEqualTo(8);
    }
}
