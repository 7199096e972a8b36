package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.ServiceName;
import dev.lull.window.Action;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers for which Docker has another word than running, exited or created. */
@Execution(ExecutionMode.CONCURRENT)
class OddStatesTest {
    private static final Change TO_TWO =
            new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), false);

    @TempDir private Path folder;

    private World world() {
        return new World(World.Shape.GUESTBOOK, folder);
    }

    // --- When the window begins.

    @ParameterizedTest
    @CsvSource({
        "guestbook-app-1, paused, docker unpause guestbook-app-1",
        "guestbook-worker-1, paused, docker unpause guestbook-worker-1",
        "guestbook-db-1, paused, docker unpause guestbook-db-1",
        "guestbook-proxy-1, paused, docker unpause guestbook-proxy-1",
        "guestbook-app-1, removing, docker ps --all",
        "guestbook-cron-1, removing, docker compose up -d cron",
        "guestbook-app-1, dead, docker rm --force guestbook-app-1",
        "guestbook-worker-1, dead, docker rm --force guestbook-worker-1",
        "guestbook-db-1, dead, docker rm --force guestbook-db-1"
    })
    void what_can_not_be_closed_and_opened_again_as_it_is_refuses_the_window(
            String name, String state, String fix) throws Exception {
        World world = world();
        world.engine.becomes(name, state);
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());

            assertThat(visit.phase()).isEqualTo(Phase.REFUSED);
            assertThat(visit.failure(StepKind.PREPARE)).contains(name + " is ", fix);
            assertThat(world.engine.mutations()).noneMatch(m -> m.startsWith("stop "));
        }
    }

    @Test
    void a_data_store_that_does_not_stay_up_refuses_what_would_need_it_and_no_restore()
            throws Exception {
        World world = world();
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());
            visit.ask(Action.REOPEN);
        }
        String point = world.points.list().points().getFirst().id().value();
        world.engine.becomes("guestbook-db-1", "restarting");
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.Restore(point));

            assertThat(visit.warnings())
                    .anyMatch(w -> w.contains("guestbook-db-1 ends and is started again"));
            assertThat(visit.phase()).isEqualTo(Phase.DONE);
        }
        world.engine.becomes("guestbook-db-1", "restarting");
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());

            assertThat(visit.phase()).isEqualTo(Phase.REFUSED);
            assertThat(visit.failure(StepKind.PREPARE))
                    .contains("guestbook-db-1 ends and is started again", "docker logs");
        }
    }

    @Test
    void a_helper_that_is_paused_stays_so() throws Exception {
        World world = world();
        world.engine.becomes("guestbook-mail-1", "paused");
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(world.engine.inspect("guestbook-mail-1"))
                    .get()
                    .matches(c -> c.state().equals("paused"));
        }
    }

    @Test
    void an_app_that_ends_again_and_again_is_no_app_that_is_well() throws Exception {
        World world = world();
        world.engine.becomes("guestbook-app-1", "restarting");
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.phase()).isEqualTo(Phase.REFUSED);
            assertThat(visit.failure(StepKind.PREPARE))
                    .contains("guestbook-app-1 has ended with exit code 1, and Docker is about to");
        }
    }

    @Test
    void a_cron_that_ends_again_and_again_is_told_of_and_closed() throws Exception {
        World world = world();
        world.engine.becomes("guestbook-cron-1", "restarting");
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.warnings())
                    .anyMatch(w -> w.contains("guestbook-cron-1 has ended with exit code 1"));
            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(world.violations()).isEmpty();
        }
    }

    @Test
    void a_worker_that_can_not_be_asked_to_drain_turns_the_window_back() throws Exception {
        World world = world();
        world.engine.becomes("guestbook-worker-1", "restarting");
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.CLOSE_WORKERS))
                    .contains("lull.drain", "is restarting, wait until the container is running");
            assertThat(visit.phase()).isEqualTo(Phase.ABORTED);
            assertThat(world.engine.mutations()).doesNotContain("stop guestbook-app-1");
        }
    }

    // --- While it closes.

    @ParameterizedTest
    @ValueSource(strings = {"paused", "restarting"})
    void a_worker_that_becomes_so_is_back_at_work_after_the_way_back(String state)
            throws Exception {
        World world = world();
        world.when(StepKind.CLOSE_WORKERS, () -> world.engine.becomes("guestbook-worker-1", state));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.CLOSE_WORKERS))
                    .contains("guestbook-worker-1: lull.drain", "is " + state);
            assertThat(visit.phase()).isEqualTo(Phase.ABORTED);
            assertThat(world.differencesFromBefore()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSE_CRON, guestbook-cron-1, paused",
        "CLOSE_CRON, guestbook-cron-1, restarting",
        "CLOSE_APP, guestbook-app-1, paused",
        "CLOSE_APP, guestbook-app-1, restarting"
    })
    void what_needs_not_be_asked_is_closed_however_it_is(StepKind step, String name, String state)
            throws Exception {
        World world = world();
        world.when(step, () -> world.engine.becomes(name, state));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(world.engine.inspect(name)).get().matches(c -> c.state().equals("running"));
            assertThat(world.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "guestbook-worker-1, dead, REOPEN_WORKERS",
        "guestbook-worker-1, removing, REOPEN_WORKERS",
        "guestbook-cron-1, dead, REOPEN_CRON",
        "guestbook-app-1, dead, VALIDATE",
        "guestbook-app-1, removing, VALIDATE"
    })
    void what_docker_was_cut_off_in_removing_is_missed_and_made_again_on_the_way_back(
            String name, String state, StepKind step) throws Exception {
        World world = world();
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());
            world.engine.becomes(name, state);

            visit.ask(Action.REOPEN);

            assertThat(visit.failure(step)).contains("has no container any more");
            assertThat(visit.state().held()).isPresent();
            visit.ask(Action.ROLLBACK);
            assertThat(visit.phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(world.violations()).isEmpty();
            assertThat(world.differencesFromBefore()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"guestbook-app-1", "guestbook-db-1", "guestbook-worker-1"})
    void so_it_is_when_the_window_turns_back_by_itself(String name) throws Exception {
        World world = world().migrationFails();
        world.when(StepKind.MIGRATE, () -> world.engine.becomes(name, "dead"));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(world.violations()).isEmpty();
            assertThat(world.differencesFromBefore()).isEmpty();
        }
    }

    @Test
    void a_page_that_docker_was_cut_off_in_removing_is_made_again() throws Exception {
        World world = world();
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());
            world.engine.becomes("guestbook-lull-page-app", "dead");
            visit.look();

            visit.ask(Action.REOPEN);

            assertThat(visit.events().toString()).contains("was stopped or removed by somebody");
            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(world.violations()).isEmpty();
        }
    }

    // --- At its end.

    @ParameterizedTest
    @ValueSource(strings = {"guestbook-proxy-1", "guestbook-mail-1"})
    void what_does_not_stay_up_any_more_is_told_of(String name) throws Exception {
        World world = world();
        world.when(StepKind.WATCH, () -> world.engine.becomes(name, "restarting"));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.WATCH))
                    .contains(name + " ran before and does not run (restarting)");
        }
    }

    @Test
    void what_did_not_before_either_is_not() throws Exception {
        World world = world();
        world.engine.becomes("guestbook-mail-1", "restarting");
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"guestbook-app-1", "guestbook-worker-1", "guestbook-db-1"})
    void what_somebody_pauses_is_told_of_with_the_way_out(String name) throws Exception {
        World world = world();
        world.when(StepKind.WATCH, () -> world.engine.becomes(name, "paused"));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.WATCH))
                    .contains(name + " is paused ('docker unpause " + name + "' lets it go on)");
        }
    }

    // --- Who else could write.

    @ParameterizedTest
    @ValueSource(strings = {"paused", "restarting"})
    void a_writer_that_may_go_on_at_any_moment_is_named_before_quiet_is_claimed(String state)
            throws Exception {
        World world = world();
        world.when(StepKind.PROVE_QUIET, () -> backup(world, state));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.state().held().map(h -> h.step())).contains(StepKind.PROVE_QUIET);
            assertThat(visit.failure(StepKind.PROVE_QUIET))
                    .contains("backup mounts guestbook_db-data writable");
            assertThat(visit.state().notes()).doesNotContainKey("certificate");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"removing", "dead"})
    void one_that_never_will_does_not_hold_the_window(String state) throws Exception {
        World world = world();
        world.when(StepKind.PROVE_QUIET, () -> backup(world, state));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
        }
    }

    private static void backup(World world, String state) {
        world.engine.create(
                "backup",
                "{\"Image\":\"mail:1\",\"HostConfig\":{\"Binds\":[\"guestbook_db-data:/x:rw\"]}}");
        world.engine.start("backup");
        world.engine.becomes("backup", state);
    }
}
