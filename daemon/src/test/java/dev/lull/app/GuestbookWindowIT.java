package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.Command;
import dev.lull.stack.ServiceName;
import dev.lull.testbed.Closed;
import dev.lull.testbed.EngineView;
import dev.lull.testbed.InsertingMigration;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.Snapshot;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import dev.lull.testbed.Visitors;
import dev.lull.testbed.Wait;
import dev.lull.testbed.Web;
import dev.lull.window.Action;
import dev.lull.window.RefusedException;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whole windows on the guestbook: proxy, app, worker, cron, PostgreSQL, Redis. */
class GuestbookWindowIT extends OnGuestbook {
    private static final ServiceName APP = new ServiceName("app");

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void an_update_with_a_migration_ends_done_and_compose_finds_nothing_to_do() {
        upWithEntries();
        String migrated =
                stack.rows(
                        "SELECT id, token, created, regexp_replace(text, '^\\w+: ', ''),"
                                + " coalesce(substring(text, '^(\\w+): '), 'anonymous')"
                                + " FROM entries ORDER BY id");
        stack.set("VERSION", "2");

        WindowId id = lull.run(stack, TestLull.update());

        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(Web.get(stack.port(), "/version").body()).contains("2");
        assertThat(
                        stack.rows(
                                "SELECT id, token, created, body, author FROM entries"
                                        + " ORDER BY id"))
                .isEqualTo(migrated);
        assertThat(lull.output(id, StepKind.MIGRATE)).anyMatch(l -> l.contains("schema: 2 of 2"));
        assertThat(policies()).isEqualTo(POLICIES);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
        assertTheMigrationMatters();
    }

    /** The code of version 1 does not work on what it made. */
    private void assertTheMigrationMatters() {
        stack.set("VERSION", "1");
        assertThatThrownBy(() ->
                        stack.compose(
                                "run", "--rm", "--no-deps", "-T", "app", "guestbook", "smoke"))
                .hasMessageContaining("exited with 1");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_new_version_that_takes_long_to_boot_is_waited_for_backstage_while_the_page_stands() {
        upWithEntries();
        stack.set("VERSION", "2-slow");
        try (Visitors visitors = readers()) {
            WindowId id = lull.open(stack, TestLull.update());
            lull.awaitStarted(id, StepKind.VALIDATE);
            assertCheckedBackstage();

            assertThat(lull.awaitRest(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
            visitors.awaitServedBy("2-slow");
            assertNoneEarly(visitors, id, "2-slow");
        }
        assertUnchangedByUp();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_worker_that_ignores_the_stop_signal_is_killed_after_its_grace_time_and_named() {
        stack.set("VERSION", "1-stubborn");
        stack.edit(
                "compose.yaml",
                "lull.role: proxy",
                "lull.role: proxy\n      lull.proxy.reload: sh -c 'nginx -s reload; touch /tmp/told'");
        upWithEntries();
        stack.set("VERSION", "2");

        WindowId id = lull.run(stack, TestLull.update());

        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(lull.warnings(id))
                .anyMatch(w -> w.contains("worker-1") && w.contains("was killed"));
        assertThat(stack.compose("exec", "-T", "proxy", "ls", "/tmp")).contains("told");
        awaitResults();
        assertUnchangedByUp();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void an_update_to_an_image_named_by_hand_writes_it_into_the_file_and_the_way_back_takes_it_out()
            throws IOException {
        upToBeRead();
        Map<String, String> before = Snapshot.of(stack);
        String file = Files.readString(stack.directory().resolve("compose.yaml"));

        Closed.Run bad =
                Closed.run(
                        lull,
                        stack,
                        new Change.Update(Map.of(APP, "lull-guestbook:2-bad-migration"), false));

        assertThat(lull.state(bad.id()).phase())
                .as(lull.story(bad.id()))
                .isEqualTo(Phase.ROLLED_BACK);
        assertDataOf(bad);
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertThat(Files.readString(stack.directory().resolve("compose.yaml"))).isEqualTo(file);

        Change toTwo =
                new Change.Update(
                        Map.of(
                                APP,
                                "lull-guestbook:2",
                                new ServiceName("worker"),
                                "lull-guestbook:2",
                                new ServiceName("cron"),
                                "lull-guestbook:2"),
                        false);
        WindowId good = Closed.run(lull, stack, toTwo).id();

        assertThat(lull.state(good).phase()).as(lull.story(good)).isEqualTo(Phase.DONE);
        assertThat(Files.readString(stack.directory().resolve("compose.yaml")))
                .contains("image: \"lull-guestbook:2\"");
        assertUnchangedByUp();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void the_migration_alone_runs_once_and_a_failing_one_brings_the_data_back() {
        InsertingMigration.use(stack);
        upToBeRead();

        Closed.Run run = Closed.run(lull, stack, new Change.Migrate());

        WindowId id = run.id();
        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(InsertingMigration.rows(stack)).isEqualTo(1);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();

        awaitResults();
        Map<String, String> before = Snapshot.of(stack);

        Closed.Run failing = Closed.run(lull, stack, new Change.Migrate());

        WindowState end = lull.state(failing.id());
        assertThat(end.phase()).as(lull.story(failing.id())).isEqualTo(Phase.ROLLED_BACK);
        assertThat(lull.output(failing.id(), StepKind.MIGRATE)).contains("migrations: 2");
        assertDataOf(failing);
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertUnchangedByUp();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_command_runs_while_the_stack_is_quiet_and_a_failing_one_brings_the_data_back() {
        upToBeRead();
        Map<String, String> before = Snapshot.of(stack);

        Change smoke = new Change.Exec(APP, Command.parse("guestbook smoke"));
        WindowId id = Closed.run(lull, stack, smoke).id();
        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);

        Closed.Run wipe =
                Closed.run(
                        lull,
                        stack,
                        new Change.Exec(
                                new ServiceName("db"),
                                Command.parse(
                                        "bash -c 'PGPASSWORD=$POSTGRES_PASSWORD psql -h db -U"
                                                + " guestbook -c \"DELETE FROM results; DELETE FROM"
                                                + " entries\" && exit 7'")));

        assertThat(lull.state(wipe.id()).phase())
                .as(lull.story(wipe.id()))
                .isEqualTo(Phase.ROLLED_BACK);
        assertThat(lull.output(wipe.id(), StepKind.EXEC)).anyMatch(l -> l.contains("DELETE 122"));
        assertDataOf(wipe);
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertUnchangedByUp();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_person_works_in_the_quiet_and_then_says_reopen() {
        upWithEntries();

        WindowId id = lull.run(stack, new Change.None());

        assertThat(lull.state(id).held().map(h -> h.step()))
                .as(lull.story(id))
                .contains(StepKind.WORK);
        assertThat(Web.get(stack.port(), "/").statusCode()).isEqualTo(503);
        stack.rows("UPDATE entries SET text = 'edited in the quiet' WHERE token = 'one'");

        assertThat(lull.ask(id, Action.REOPEN, Optional.empty()).phase())
                .as(lull.story(id))
                .isEqualTo(Phase.DONE);
        assertThat(Web.get(stack.port(), "/entries/one").body()).contains("edited in the quiet");
        assertUnchangedByUp();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void what_an_app_that_somebody_started_may_have_kept_is_taken_back_on_a_word_only() {
        upWithEntries();
        WindowId id = lull.run(stack, new Change.None());
        TestBed.docker("start", stack.project() + "-app-1");
        WindowState seen = lull.await(id, WindowState::visitorsMayHaveWritten);

        assertThat(seen.offers()).containsExactlyInAnyOrder(Action.REOPEN, Action.ROLLBACK);
        assertThatThrownBy(() -> lull.ask(id, Action.ROLLBACK, Optional.empty()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("somebody else started the app")
                .hasMessageContaining("--confirm " + stack.project());

        WindowState end = lull.ask(id, Action.REOPEN, Optional.empty());
        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertUnchangedByUp();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_restore_returns_to_an_earlier_point_with_its_files_and_images() throws IOException {
        upToBeRead();
        Map<String, String> before = Snapshot.of(stack);
        stack.set("VERSION", "2");
        Closed.Run old = Closed.run(lull, stack, TestLull.update());
        WindowId update = old.id();
        assertThat(lull.state(update).phase()).as(lull.story(update)).isEqualTo(Phase.DONE);
        Web.write(stack.port(), "three");
        String point = lull.state(update).notes().get("point");

        Change toPoint = new Change.Restore(String.valueOf(point));
        WindowId restore = Closed.run(lull, stack, toPoint).id();

        assertThat(lull.state(restore).phase()).as(lull.story(restore)).isEqualTo(Phase.DONE);
        assertThat(Web.get(stack.port(), "/version").body()).contains("1");
        assertThat(Closed.dataAfter(lull, stack, restore)).isEqualTo(old.data());
        // The point was taken when .env said version 2 already: that is what came back, and is
        // said.
        assertThat(lull.warnings(restore)).anyMatch(w -> w.contains("docker compose up -d"));
        stack.set("VERSION", "1");
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    private static final Map<String, String> POLICIES =
            Map.of(
                    "app", "unless-stopped",
                    "worker", "unless-stopped",
                    "cron", "unless-stopped",
                    "db", "always",
                    "redis", "always",
                    "proxy", "always");

    private Map<String, String> policies() {
        return EngineView.restartPolicies(stack);
    }

    private void assertCheckedBackstage() {
        String app = stack.project() + "-app-1";
        String backstage = stack.project() + "_lull_backstage";
        Wait.until("the new app boots", () -> EngineView.isRunning(app));
        assertThat(EngineView.networks(app)).containsExactly(backstage);
        assertThat(EngineView.isInternal(backstage)).isTrue();
        assertThat(EngineView.containers(backstage))
                .containsExactlyInAnyOrder(
                        app, stack.project() + "-db-1", stack.project() + "-redis-1");
    }
}
