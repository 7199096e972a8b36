package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.Command;
import dev.lull.stack.ServiceName;
import dev.lull.testbed.ClosedDoor;
import dev.lull.testbed.Engines;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.Snapshot;
import dev.lull.testbed.TestLull;
import dev.lull.testbed.Visitors;
import dev.lull.testbed.Web;
import dev.lull.window.Action;
import dev.lull.window.RefusedException;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole windows on the guestbook: proxy, app, worker, cron, PostgreSQL, Redis. */
class GuestbookWindowIT {
    private static final ServiceName APP = new ServiceName("app");

    private ExampleStack stack = new ExampleStack("guestbook", "it");
    private TestLull lull = new TestLull();

    @BeforeAll
    static void sweep() {
        Engines.required();
        ExampleStack.sweep();
    }

    @BeforeEach
    void startFromNothing() {
        stack.quick().set("CRON_SECONDS", "1");
    }

    @AfterEach
    void removeEverything() {
        lull.close();
        stack.close();
    }

    @Test
    void an_update_with_a_migration_ends_done_and_compose_finds_nothing_to_do() {
        upWithEntries();
        stack.set("VERSION", "2");

        WindowId id = lull.run(stack, TestLull.update());

        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(Web.get(stack.port(), "/version").body()).contains("2");
        assertThat(stack.rows("SELECT token, body FROM entries ORDER BY id"))
                .isEqualTo("one|hello from one\ntwo|hello from two\n");
        assertThat(lull.output(id, StepKind.MIGRATE)).anyMatch(l -> l.contains("schema: 2 of 2"));
        assertThat(policies()).isEqualTo(POLICIES);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    @Test
    void a_migration_that_fails_half_way_brings_back_data_and_containers_as_they_were() {
        assertComesBack("2-bad-migration", StepKind.MIGRATE, "exited with 1");
    }

    @Test
    void a_new_version_that_logs_a_traceback_never_meets_a_visitor() {
        assertComesBack("2-traceback", StepKind.VALIDATE, "Traceback");
    }

    @Test
    void a_new_version_that_never_becomes_healthy_never_meets_a_visitor() {
        stack.edit("compose.yaml", "lull.check.timeout: 30s", "lull.check.timeout: 6s");
        assertComesBack("2-unhealthy", StepKind.VALIDATE, "healthy");
    }

    @Test
    void a_new_version_that_answers_500_never_meets_a_visitor() {
        stack.edit("compose.yaml", "lull.check.timeout: 30s", "lull.check.timeout: 6s");
        assertComesBack("2-error500", StepKind.VALIDATE, "answered with 500");
    }

    @Test
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
    void a_worker_that_ignores_the_stop_signal_is_killed_after_its_grace_time_and_named() {
        stack.set("VERSION", "1-stubborn");
        upWithEntries();
        stack.set("VERSION", "2");

        WindowId id = lull.run(stack, TestLull.update());

        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(lull.warnings(id))
                .anyMatch(w -> w.contains("worker-1") && w.contains("was killed"));
    }

    @Test
    void a_worker_that_crashes_after_reopening_holds_the_window_and_can_be_rolled_back() {
        stack.edit(
                "compose.yaml",
                "lull.drain.timeout: 10s\n      lull.watch: 300ms",
                "lull.drain.timeout: 10s\n      lull.watch: 8s");
        upWithEntries();
        Map<String, String> before = Snapshot.of(stack);
        stack.set("VERSION", "2-worker-crash");

        WindowId id = lull.run(stack, TestLull.update());

        WindowState held = lull.state(id);
        assertThat(held.held().map(h -> h.step()))
                .as(lull.story(id))
                .contains(StepKind.REOPEN_WORKERS);
        assertThat(Web.get(stack.port(), "/").statusCode()).isEqualTo(200);
        assertThat(held.offers()).contains(Action.RETRY, Action.ROLLBACK);
        assertThatThrownBy(() -> lull.ask(id, Action.ROLLBACK, Optional.empty()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("would be lost");

        WindowState back = lull.ask(id, Action.ROLLBACK, Optional.of(stack.project()));

        assertThat(back.phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        stack.set("VERSION", "1");
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertThat(stack.rows("SELECT token, text FROM entries ORDER BY id")).isEqualTo(ENTRIES);
        assertUnchangedByUp();
    }

    @Test
    void an_update_to_an_image_named_by_hand_writes_it_into_the_file_and_the_way_back_takes_it_out()
            throws IOException {
        upWithEntries();
        String file = Files.readString(stack.directory().resolve("compose.yaml"));

        WindowId bad =
                lull.run(
                        stack,
                        new Change.Update(Map.of(APP, "lull-guestbook:2-bad-migration"), false));

        assertThat(lull.state(bad).phase()).as(lull.story(bad)).isEqualTo(Phase.ROLLED_BACK);
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
        WindowId good = lull.run(stack, toTwo);

        assertThat(lull.state(good).phase()).as(lull.story(good)).isEqualTo(Phase.DONE);
        assertThat(Files.readString(stack.directory().resolve("compose.yaml")))
                .contains("image: \"lull-guestbook:2\"");
        assertUnchangedByUp();
    }

    @Test
    void the_migration_alone_runs_once_with_the_images_that_are_there() {
        upWithEntries();

        WindowId id = lull.run(stack, new Change.Migrate());

        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(lull.state(id).forward()).anyMatch(s -> s.kind() == StepKind.MIGRATE);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    @Test
    void a_command_runs_while_the_stack_is_quiet_and_a_failing_one_brings_the_data_back() {
        upWithEntries();

        WindowId id = lull.run(stack, new Change.Exec(APP, Command.parse("guestbook smoke")));
        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);

        WindowId wipe =
                lull.run(
                        stack,
                        new Change.Exec(
                                new ServiceName("db"),
                                Command.parse(
                                        "bash -c 'PGPASSWORD=$POSTGRES_PASSWORD psql -h db -U"
                                                + " guestbook -c \"DELETE FROM results; DELETE FROM"
                                                + " entries\" && exit 7'")));

        assertThat(lull.state(wipe).phase()).as(lull.story(wipe)).isEqualTo(Phase.ROLLED_BACK);
        assertThat(lull.output(wipe, StepKind.EXEC)).anyMatch(l -> l.contains("DELETE 2"));
        assertThat(stack.rows("SELECT token, text FROM entries ORDER BY id")).isEqualTo(ENTRIES);
    }

    @Test
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
        assertThat(Web.get(stack.port(), "/").body()).contains("edited in the quiet");
        assertUnchangedByUp();
    }

    @Test
    void what_an_app_that_somebody_started_may_have_kept_is_taken_back_on_a_word_only() {
        upWithEntries();
        WindowId id = lull.run(stack, new Change.None());
        Engines.docker("start", stack.project() + "-app-1");
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
    void an_abort_in_the_quiet_returns_to_the_state_before() {
        upWithEntries();
        Map<String, String> before = Snapshot.of(stack);

        WindowId id = lull.run(stack, new Change.None());
        WindowState end = lull.ask(id, Action.ABORT, Optional.empty());

        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    @Test
    void a_restore_returns_to_an_earlier_point_with_its_files_and_images() throws IOException {
        upWithEntries();
        stack.set("VERSION", "2");
        WindowId update = lull.run(stack, TestLull.update());
        assertThat(lull.state(update).phase()).as(lull.story(update)).isEqualTo(Phase.DONE);
        Web.write(stack.port(), "three");
        String point = lull.state(update).notes().get("point");

        WindowId restore = lull.run(stack, new Change.Restore(String.valueOf(point)));

        assertThat(lull.state(restore).phase()).as(lull.story(restore)).isEqualTo(Phase.DONE);
        assertThat(Web.get(stack.port(), "/version").body()).contains("1");
        assertThat(stack.rows("SELECT token, text FROM entries ORDER BY id")).isEqualTo(ENTRIES);
        // The point was taken when .env said version 2 already: that is what came back, and is
        // said.
        assertThat(lull.warnings(restore)).anyMatch(w -> w.contains("docker compose up -d"));
        stack.set("VERSION", "1");
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    private static final String ENTRIES = "one|hello from one\ntwo|hello from two\n";

    private static final Map<String, String> POLICIES =
            Map.of(
                    "app", "unless-stopped",
                    "worker", "unless-stopped",
                    "cron", "unless-stopped",
                    "db", "always",
                    "redis", "always",
                    "proxy", "always");

    private void upWithEntries() {
        stack.up();
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);
        assertThat(Web.write(stack.port(), "two").statusCode()).isEqualTo(201);
        Engines.eventually(
                "the worker has written both results",
                () -> stack.rows("SELECT count(*) FROM results").strip().equals("2"));
    }

    private void assertComesBack(String version, StepKind fails, String why) {
        upWithEntries();
        Map<String, String> before = Snapshot.of(stack);
        stack.set("VERSION", version);
        WindowId id;
        try (Visitors visitors = readers()) {
            id = lull.run(stack, TestLull.update());
            assertNoneEarly(visitors, id, "1");
        }
        WindowState end = lull.state(id);
        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        assertThat(end.back().orElseThrow().turned().why())
                .contains(fails.word())
                .containsIgnoringCase(why);
        stack.set("VERSION", "1");
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertThat(stack.rows("SELECT token, text FROM entries ORDER BY id")).isEqualTo(ENTRIES);
        assertThat(stack.rows("SELECT entry_id, words FROM results ORDER BY entry_id"))
                .isEqualTo("1|3\n2|3\n");
        assertThat(Web.write(stack.port(), "three").statusCode()).isEqualTo(201);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    private void assertCheckedBackstage() {
        String app = stack.project() + "-app-1";
        String backstage = stack.project() + "_lull_backstage";
        Engines.eventually("the new app boots", () -> Engines.isRunning(app));
        assertThat(Engines.networks(app)).containsExactly(backstage);
        assertThat(Engines.isInternal(backstage)).isTrue();
        assertThat(Engines.containers(backstage))
                .containsExactlyInAnyOrder(
                        app, stack.project() + "-db-1", stack.project() + "-redis-1");
    }

    /** They write nothing: what is in the tables is compared. */
    private Visitors readers() {
        return new Visitors(stack.port(), 10, 0).start().awaitServedBy("1");
    }

    /** Whoever was not served by a version that was checked has met the page, and nothing else. */
    private void assertNoneEarly(Visitors visitors, WindowId id, String after) {
        visitors.close();
        assertThat(visitors.tally().samples()).as(lull.story(id)).isEmpty();
        assertThat(visitors.tally().pages()).as(lull.story(id)).isPositive();
        assertThat(visitors.versions()).containsOnly("1", after);
        assertThat(ClosedDoor.of(lull.events(id)).early(visitors.served(), "1", after))
                .as(lull.story(id))
                .isEmpty();
    }

    private Map<String, String> policies() {
        return Engines.restartPolicies(stack);
    }

    private void assertUnchangedByUp() {
        String printed = stack.compose("up", "-d", "--no-build");
        assertThat(printed).contains("Running");
        assertThat(printed).doesNotContain("Recreate").doesNotContain("Started");
    }
}
