package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.sun.net.httpserver.HttpServer;
import dev.lull.api.DaemonFixture;
import dev.lull.docker.DockerJavaEngine;
import dev.lull.plan.StepKind;
import dev.lull.window.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class LullTest {
    private final DaemonFixture daemon = startDaemon();
    private final List<DaemonStarter.Options> started = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private boolean interactive;
    private String typed = "";

    private static DaemonFixture startDaemon() {
        try {
            return new DaemonFixture();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        daemon.close();
    }

    private int lull(String... args) {
        return lullAt(daemon.socket(), args);
    }

    private int lullAt(Path socket, String... args) {
        Terminal terminal =
                new Terminal(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        new BufferedReader(new StringReader(typed)),
                        interactive,
                        false);
        List<String> all = new ArrayList<>(List.of("--socket", socket.toString()));
        all.addAll(List.of(args));
        return Lull.run(
                all.toArray(String[]::new),
                terminal,
                options -> {
                    started.add(options);
                    return 0;
                },
                "1.2.3");
    }

    private String out() {
        return out.toString();
    }

    /** What was printed, wherever its lines were broken. */
    private String said() {
        return out().replaceAll("\\s+", " ");
    }

    @Test
    void stacks_are_listed_in_aligned_columns() {
        assertThat(lull("stacks")).isZero();
        assertThat(out().lines())
                .containsExactly(
                        "STACK      STATE       WINDOW  ROLES",
                        "bare       3 problems  -       app=none db=none worker=none",
                        "guestbook  ready       -       app=app db=db worker=worker");
    }

    @Test
    void check_says_what_to_write_and_ends_with_3() {
        assertThat(lull("check", "bare")).isEqualTo(3);
        assertThat(out())
                .contains("bare: 3 to mend", "error    bare/app: no service of this stack")
                .contains("  services:\n    app:\n      labels:\n        lull.role: app\n");
        assertThat(lull("check", "guestbook")).isZero();
        assertThat(out()).contains("guestbook: nothing is wrong.");
    }

    @Test
    void a_plan_names_each_step_and_what_follows_when_it_fails() {
        assertThat(lull("plan", "guestbook", "--image", "app=guestbook:3")).isZero();
        assertThat(out())
                .contains("Plan for guestbook: update to what the compose files say, with app to")
                .contains("   1  prepare             check everything")
                .contains("· compose file: app: image: guestbook:3")
                .contains("If a step fails:", "the window is refused, nothing was touched:");
        assertThat(daemon.windows().all()).isEmpty();
    }

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
    void a_stuck_way_back_ends_with_5() {
        daemon.when(StepKind.MIGRATE, _ -> new Outcome.Failed("no"));
        daemon.when(StepKind.RESTORE_VOLUMES, _ -> new Outcome.Failed("disk error"));
        assertThat(lull("run", "guestbook", "--yes")).isEqualTo(5);
        assertThat(said()).contains("Window 1: stuck", "The way back itself failed", "gb-1");
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

    @Test
    void a_rollback_point_is_restored_on_its_stack() {
        assertThat(lull("snapshots")).isZero();
        assertThat(out()).contains("gb-1   guestbook  1", "4.8 MiB", "guestbook_db (archive)");
        assertThat(lull("restore", "gb-1", "--yes")).isZero();
        assertThat(out()).contains("return to rollback point gb-1");
        assertThat(lull("restore", "gb-2", "--yes")).isEqualTo(8);
    }

    @Test
    void a_dry_run_of_a_restore_says_what_would_change_and_opens_nothing() {
        assertThat(lull("restore", "gb-1", "--dry-run")).as(err.toString()).isZero();
        assertThat(out())
                .contains("What restoring gb-1 would change on guestbook. Nothing was touched.")
                .contains(": 3h12m of writes would be lost.")
                .contains("Volume guestbook_db\n  7 would come back (1.0 KiB): a, b, c, d, e, …\n")
                .contains("  1 would be overwritten (5 B): rows\n")
                .doesNotContain("would be removed (", "\u001b");
        assertThat(said())
                .contains("/srv/guestbook/.env differs and would be overwritten")
                .contains("/srv/guestbook/x.yaml is gone and would come back")
                .contains("guestbook-db-1 is the one of the point and stays")
                .contains("guestbook-app-1 would be made again: guestbook:1 (1) instead of")
                .contains("guestbook-app-2 came since and would be removed: guestbook:2 (2)")
                .contains("- contents were not read")
                .contains("gb-1 is whole: every file of it was read");
        assertThat(daemon.windows().all()).isEmpty();
    }

    @Test
    void a_dry_run_of_what_can_not_be_restored_ends_with_3() {
        assertThat(lull("restore", "gb-0", "--dry-run")).isEqualTo(3);
        assertThat(out())
                .contains("gb-0 can't be restored as things are:")
                .contains("  - volumes/guestbook_db.tar.zst: missing");
        assertThat(lull("restore", "gb-9", "--dry-run")).isEqualTo(8);
        assertThat(err.toString()).contains("there is no rollback point 'gb-9'");
        out.getBuffer().setLength(0);
        assertThat(lull("restore", "gb-0", "--dry-run", "--json")).isEqualTo(3);
        assertThat(out()).startsWith("{\"type\":\"dry-run\",\"id\":\"gb-0\"").contains("obstacles");
    }

    @Test
    void a_point_is_read_again_and_one_that_is_damaged_ends_with_3() {
        assertThat(lull("snapshots", "verify", "gb-1")).as(err.toString()).isZero();
        assertThat(out())
                .contains("verifying gb-1: 2.4 MiB of 4.8 MiB (50 %), 1.2 MiB/s")
                .contains("gb-1 is whole: 4.8 MiB read, all as its manifest says");

        assertThat(lull("snapshots", "verify", "gb-0")).isEqualTo(3);
        assertThat(out())
                .contains("gb-0 is damaged, and Lull will not restore it:")
                .contains("  - volumes/guestbook_db.tar.zst is 3 bytes too short");

        assertThat(lull("snapshots", "verify", "gb-9")).isEqualTo(8);
        assertThat(err.toString()).contains("there is no rollback point 'gb-9'");
    }

    @Test
    void old_points_are_removed_by_their_retention_or_by_name() {
        assertThat(lull("snapshots", "prune", "--dry-run")).isZero();
        assertThat(out())
                .contains("would go: gb-0, 4.8 MiB: more than x-lull.retention keeps")
                .contains("4.8 MiB would be free again.");
        assertThat(lull("snapshots", "delete", "gb-0")).isEqualTo(9);
        assertThat(err.toString()).contains("nothing was touched. Say --yes");
        assertThat(lull("snapshots", "delete", "gb-1", "--yes")).isEqualTo(6);
        assertThat(err.toString()).contains("a window that has not ended");

        assertThat(lull("snapshots", "prune", "guestbook")).isZero();
        assertThat(out()).contains("removed: gb-0", "4.8 MiB are free again.");
        assertThat(lull("snapshots", "prune")).isZero();
        assertThat(out()).contains("There is nothing to remove");
        assertThat(lull("snapshots", "prune", "nobody")).isEqualTo(8);
        assertThat(lull("snapshots", "delete", "gb-0", "--yes")).isEqualTo(8);
    }

    @Test
    void a_point_is_removed_by_name() {
        assertThat(lull("snapshots", "delete", "gb-0", "--yes")).isZero();
        assertThat(out()).contains("Removed gb-0.");
        assertThat(lull("snapshots", "prune", "--json")).isZero();
        assertThat(out()).contains("{\"dryRun\":false,\"removed\":[]}");
    }

    @Test
    void what_can_not_be_read_as_a_point_is_named_and_not_restored() {
        assertThat(lull("snapshots")).isZero();
        assertThat(out()).contains("Not to be restored: gb-torn: manifest.json is not there");

        assertThat(lull("restore", "gb-torn", "--yes")).isEqualTo(3);
        assertThat(err.toString()).contains("can't be read", "manifest.json is not there");
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

    @Test
    void a_daemon_that_does_not_run_is_said_with_the_way_to_start_it(@TempDir Path empty) {
        assertThat(lullAt(empty.resolve("lull.sock"), "stacks")).isEqualTo(7);
        assertThat(err.toString()).contains("start it, as root, with 'lull daemon'");
    }

    @Test
    void a_stale_socket_is_said_too(@TempDir Path empty) throws IOException {
        Files.createFile(empty.resolve("lull.sock"));
        assertThat(lullAt(empty.resolve("lull.sock"), "stacks")).isEqualTo(7);
        assertThat(err.toString()).contains("nobody answers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stacks", "check guestbook", "plan guestbook", "run guestbook --yes"})
    void docker_that_does_not_run_is_said_with_the_way_out(String line) throws IOException {
        try (DockerJavaEngine none =
                DockerJavaEngine.connect(URI.create("unix:///nonexistent/docker.sock"))) {
            daemon.asks(none::version);

            assertThat(lull(line.split(" "))).isEqualTo(1);
        }
        assertThat(err.toString().replaceAll("\\s+", " "))
                .contains("Docker does not answer on /nonexistent/docker.sock")
                .contains("Is it running? ('systemctl status docker'")
                .doesNotContain("Exception");
        assertThat(daemon.windows().all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check guestbook", "run guestbook --yes"})
    void docker_that_is_too_old_is_said_with_the_way_out(String line) throws IOException {
        HttpServer old =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] version =
                "{\"Version\":\"19.03.1\",\"ApiVersion\":\"1.40\"}"
                        .getBytes(StandardCharsets.UTF_8);
        old.createContext(
                "/version",
                exchange -> {
                    exchange.sendResponseHeaders(200, version.length);
                    exchange.getResponseBody().write(version);
                    exchange.close();
                });
        old.start();
        try (DockerJavaEngine engine =
                DockerJavaEngine.connect(
                        URI.create("tcp://127.0.0.1:" + old.getAddress().getPort()))) {
            daemon.asks(engine::version);

            assertThat(lull(line.split(" "))).isEqualTo(1);
        } finally {
            old.stop(0);
        }
        assertThat(err.toString().replaceAll("\\s+", " "))
                .contains("Docker Engine 19.03.1 speaks API 1.40; Lull needs 1.41 (Engine 20.10)")
                .contains("upgrade it (https://docs.docker.com/engine/install/)");
        assertThat(daemon.windows().all()).isEmpty();
    }

    @Test
    void exec_is_what_a_command_means() {
        assertThat(lull("plan", "guestbook", "--service", "app", "--", "./reindex", "--all"))
                .isZero();
        assertThat(out()).contains("run in app: ./reindex --all");
        assertThat(lull("plan", "guestbook", "--", "./reindex")).isEqualTo(3);
        assertThat(err.toString()).contains("service is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "runn, 2",
        "run, 2",
        "show twelve, 2",
        "run guestbook --change fly, 2",
        "run guestbook --expect soon --yes, 3",
        "daemon --listen 0.0.0.0:80, 2",
        "stacks --wat, 2",
        "plan nope, 8",
    })
    void a_wrong_command_line_has_its_exit_code(String line, int exit) {
        assertThat(lull(line.split(" "))).isEqualTo(exit);
        assertThat(err.toString()).isNotBlank();
        assertThat(out()).doesNotContain("Exception");
        assertThat(started).isEmpty();
    }

    @Test
    void the_daemon_is_started_with_what_the_command_line_says() {
        assertThat(lull("daemon", "--state", "/srv/lull", "--listen", "none")).isZero();
        assertThat(started)
                .containsExactly(
                        new DaemonStarter.Options(
                                daemon.socket(), Path.of("/srv/lull"), java.util.Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "daemon",
                "stacks",
                "check",
                "plan",
                "run",
                "windows",
                "show",
                "retry",
                "reopen",
                "rollback",
                "abort",
                "snapshots",
                "restore",
                "report",
                "completion",
                "version",
            })
    void each_verb_has_help_with_an_example_and_the_exit_codes(String verb) {
        assertThat(lull(verb, "--help")).isZero();
        assertThat(out())
                .contains("Usage: lull " + verb, "Examples:", "lull " + verb, "Exit codes:")
                .contains("5   held or stuck");
        assertThat(out().lines()).allSatisfy(l -> assertThat(l.length()).isLessThan(101));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completion_is_made_for_each_shell(String shell) {
        assertThat(lull("completion", shell)).isZero();
        assertThat(out()).contains("rollback", "--change".substring(2));
    }

    /** The script for zsh turns on what zsh has for scripts of bash. */
    @ParameterizedTest
    @CsvSource({"bash", "zsh", "fish"})
    void the_completion_is_a_script_that_its_shell_takes(String shell) throws Exception {
        lull("completion", shell);
        Process process;
        try {
            process = new ProcessBuilder(shell, "-n").redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(shell.equals("bash"), "skipped: this machine has no " + shell);
            throw e;
        }
        try (var in = process.getOutputStream()) {
            in.write(out().getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** What a person gets who presses the tabulator. */
    @ParameterizedTest
    @CsvSource({
        "lull ro, rollback",
        "'lull completion ', bash zsh fish",
        "lull run --ex, --expect",
        "lull run --change mi, migrate",
    })
    void the_bash_completion_knows_verbs_options_and_values(String line, String offered)
            throws Exception {
        lull("completion", "bash");
        String ask =
                out()
                        + """

                        COMP_WORDS=($1)
                        [[ $1 != *' ' ]] || COMP_WORDS+=('')
                        COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$1 COMP_POINT=${#1}
                        COMPREPLY=()
                        compopt() { :; } # only works while bash itself asks
                        _complete_lull "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" ''
                        echo "${COMPREPLY[*]}"
                        """;
        Process bash =
                new ProcessBuilder("bash", "-s", "--", line).redirectErrorStream(true).start();
        try (var in = bash.getOutputStream()) {
            in.write(ask.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        assertThat(said.strip()).isEqualTo(offered);
    }

    @Test
    void each_verb_prints_json_when_asked() throws IOException {
        daemon.when(StepKind.WATCH, _ -> new Outcome.Failed("errors in the log"));
        assertThat(lull("run", "guestbook", "--yes", "--json")).isEqualTo(5);
        for (String line :
                List.of(
                        "stacks",
                        "check guestbook",
                        "plan guestbook",
                        "windows",
                        "show 1",
                        "report 1",
                        "snapshots",
                        "retry 1 --wait",
                        "reopen 1 --wait",
                        "run guestbook --change none --yes --no-follow",
                        "abort 2 --wait",
                        "restore gb-1 --yes",
                        "rollback 3 --confirm guestbook")) {
            assertJson(line);
        }
    }

    private void assertJson(String line) throws IOException {
        out.getBuffer().setLength(0);
        lull((line + " --json").split(" "));
        assertThat(out()).as(line + err).isNotBlank();
        try (MappingIterator<JsonNode> values =
                DaemonClient.JSON.readerFor(JsonNode.class).readValues(out())) {
            assertThat(values.readAll()).as(line).isNotEmpty().allMatch(JsonNode::isObject);
        }
    }

    @Test
    void version_says_both() {
        assertThat(lull("version")).isZero();
        assertThat(out()).isEqualTo("lull 1.2.3\ndaemon 1.2.3\n");
    }
}
