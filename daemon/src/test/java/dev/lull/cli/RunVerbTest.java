package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.api.DaemonFixture;
import dev.lull.plan.StepKind;
import dev.lull.window.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A window is opened and followed to its end, and the exit code says which. */
final class RunVerbTest extends OnCommandLine {
    @Test
    void run_prints_the_plan_asks_and_follows_to_the_end() {
        interactive = true;
        typed = "y\n";
        daemon.when(
                StepKind.MIGRATE,
                context -> {
                    context.say("\u001b]0;evil\u0007moved 12 rows");
                    return new Outcome.Done("migrated");
                });

        assertThat(lull("run", "guestbook", "--reason", "v2")).as(err.toString()).isZero();

        assertThat(out())
                .contains("Plan for guestbook", "Run this on guestbook? [y/N] ")
                .contains("✓ migrate", "Window 1: done", "→ If something turns up later")
                .doesNotContain("\u001b]0", "\u0007");
        assertThat(said()).contains("visitors of guestbook are in again", "lull restore gb-1");
    }

    /** A job that is run again follows the window that it opened, whatever has become of it. */
    @Test
    void a_window_that_was_held_once_is_followed_to_its_end() throws Exception {
        String[] job = {"run", "guestbook", "--approve", "--yes", "--wait", "--key", "job-1"};
        assertThat(lull(job)).as(err.toString()).isEqualTo(5);
        assertThat(out()).contains("lull approve 1");

        assertThat(lull("approve", "1", "--wait")).as(err.toString()).isZero();
        assertThat(lull(job)).as(err.toString()).isZero();

        assertThat(daemon.windows().all()).hasSize(1);
        assertThat(lull("show", "1", "--follow")).isZero();
    }

    @Test
    void a_window_gets_more_time() {
        assertThat(lull("run", "guestbook", "--change", "none", "--yes")).isZero();
        assertThat(lull("extend", "1", "10m")).as(err.toString()).isZero();
        assertThat(out()).contains("Window 1: visitors are expected to be in again by ");
        assertThat(lull("extend", "1", "soon")).isEqualTo(3);
        assertThat(lull("reopen", "1", "--wait")).isZero();
        assertThat(lull("extend", "1", "10m")).isEqualTo(6);
    }

    @Test
    void run_leaves_everything_alone_unless_confirmed() {
        interactive = true;
        typed = "n\n";
        assertThat(lull("run", "guestbook")).isEqualTo(9);
        interactive = false;
        assertThat(lull("run", "guestbook")).isEqualTo(9);
        assertThat(err.toString()).contains("nothing was touched", "--yes");
        assertThat(daemon.windows().all()).isEmpty();
    }

    @Test
    void without_a_terminal_there_are_plain_lines() {
        daemon.when(
                StepKind.MIGRATE,
                context -> {
                    context.say("moved 12 rows");
                    context.warn("slow");
                    return new Outcome.Done("migrated");
                });

        assertThat(lull("run", "guestbook", "--yes")).isZero();

        assertThat(out())
                .containsPattern("\\d\\d:\\d\\d:\\d\\d migrate: run the migration once")
                .contains(" migrate | moved 12 rows\n", " migrate: warning: slow\n")
                .containsPattern("migrate: done in \\d+\\.\\ds: migrated\n")
                .contains(" done: done\n")
                .doesNotContain("\u001b");
    }

    @Test
    void a_log_has_of_progress_what_it_needs() {
        daemon.when(
                StepKind.MIGRATE,
                context -> {
                    for (int percent = 11; percent < 30; percent++) {
                        context.say(progress(percent));
                    }
                    return new Outcome.Done("migrated");
                });

        assertThat(lull("run", "guestbook", "--yes")).isZero();

        assertThat(out())
                .contains(" migrate | " + progress(11), " migrate | " + progress(20))
                .doesNotContain(progress(12), progress(19), progress(21), progress(29));
    }

    private static String progress(int percent) {
        return "rows: " + percent + " MiB of 100 MiB (" + percent + " %), 5 MiB/s";
    }

    @Test
    void json_is_one_event_a_line() throws IOException {
        assertThat(lull("run", "guestbook", "--yes", "--json")).isZero();

        List<String> types = new ArrayList<>();
        for (String line : out().lines().toList()) {
            JsonNode event = DaemonClient.JSON.readTree(line);
            types.add(event.path("type").asText());
        }
        assertThat(types).startsWith("opened", "step-started").endsWith("ended");
        assertThat(out()).doesNotContain(DaemonFixture.SECRET);
    }

    @Test
    void a_refused_window_ends_with_3() {
        daemon.when(StepKind.PREPARE, _ -> new Outcome.Failed("no space left on /var/lib"));
        assertThat(lull("run", "guestbook", "--yes")).isEqualTo(3);
        assertThat(said()).contains("before anything was touched", "no space left", "lull check");
    }

    @Test
    void a_stack_with_problems_ends_with_3_and_lists_them() {
        assertThat(lull("run", "bare", "--yes")).isEqualTo(3);
        assertThat(err.toString())
                .contains("stack bare is not ready for a window", "  - bare/app: ");
    }

    @Test
    void a_rolled_back_window_ends_with_4_and_shows_the_output() {
        interactive = true;
        daemon.when(
                StepKind.MIGRATE,
                context -> {
                    context.say("column exists");
                    return new Outcome.Failed("exit code 1");
                });

        assertThat(lull("run", "guestbook", "--yes")).isEqualTo(4);

        assertThat(out())
                .contains("✗ migrate", "    │ column exists", "The way back: migrate failed")
                .contains("Window 1: rolled-back");
        assertThat(said()).contains("nothing that visitors wrote is lost");
    }

    @Test
    void a_stuck_way_back_ends_with_5() {
        daemon.when(StepKind.MIGRATE, _ -> new Outcome.Failed("no"));
        daemon.when(StepKind.RESTORE_VOLUMES, _ -> new Outcome.Failed("disk error"));
        assertThat(lull("run", "guestbook", "--yes")).isEqualTo(5);
        assertThat(said()).contains("Window 1: stuck", "The way back itself failed", "gb-1");
    }

    @Test
    void following_survives_a_restart_of_the_daemon() throws Exception {
        CountDownLatch back = new CountDownLatch(1);
        daemon.when(
                StepKind.MIGRATE,
                _ -> {
                    back.await();
                    return new Outcome.Done("migrated");
                });
        Thread restart =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                while (!out().contains("\"step\":\"migrate\"}")) {
                                    Thread.sleep(10);
                                }
                                daemon.stop();
                                while (!err.toString().contains("the daemon is gone")) {
                                    Thread.sleep(10);
                                }
                                daemon.startAgain();
                                back.countDown();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });

        assertThat(lull("run", "guestbook", "--yes", "--json")).isZero();

        restart.join();
        assertThat(err.toString()).contains("the daemon is gone", "the daemon is back");
        List<Integer> sequences = new ArrayList<>();
        for (String line : out().lines().toList()) {
            sequences.add(DaemonClient.JSON.readTree(line).path("sequence").asInt());
        }
        assertThat(sequences).doesNotHaveDuplicates().isSorted();
        assertThat(sequences.getLast()).isEqualTo(sequences.size());
    }
}
