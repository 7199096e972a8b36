package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.Endpoint;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.ServiceName;
import dev.lull.window.Action;
import dev.lull.window.Step;
import dev.lull.window.WindowState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others do to a stack while its window is open, and what its containers do to a window. */
class DisturbedWindowTest {
    private static final Change TO_TWO =
            new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), false);

    @TempDir private Path folder;

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({
        "guestbook-worker-1, REOPEN_WORKERS",
        "guestbook-cron-1, REOPEN_CRON",
        "guestbook-app-1, VALIDATE"
    })
    void a_closed_container_that_is_removed_is_missed_and_the_work_is_not_undone_unasked(
            String name, StepKind step) throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());
            world.engine.remove(name);

            WindowState state = visit.ask(Action.REOPEN);

            assertThat(visit.failure(step)).contains("has no container any more");
            assertThat(state.held()).isPresent();
            visit.ask(Action.ROLLBACK);
            assertThat(visit.phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(world.violations()).isEmpty();
            assertThat(world.differencesFromBefore()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void what_was_told_to_end_is_started_anew_however_the_closing_went() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        // The first stop is cron's. That it failed does not mean that nothing was sent.
        world.engine.failBefore("stop", 1, new EngineException.Permanent("refused"));
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());

            assertThat(visit.phase()).isEqualTo(Phase.ABORTED);
            assertThat(world.engine.mutations())
                    .containsSubsequence("stop guestbook-cron-1", "start guestbook-cron-1");
            assertThat(world.differencesFromBefore()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void the_way_back_does_not_ask_a_worker_that_is_ill_to_be_polite() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder).illOnceOpen();
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);
            world.engine.execEnds("guestbook-worker-1", List.of("guestbook", "drain"), 1);

            visit.ask(Action.ROLLBACK);

            assertThat(visit.phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(visit.warnings()).anyMatch(w -> w.contains("lull.drain"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_container_that_came_after_the_facts_gets_its_own_restart_policy_back() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        try (Visit visit = new Visit(world)) {
            world.recreateOn(StepKind.CLOSE_CRON, "worker");

            visit.open(new Change.None());
            visit.ask(Action.REOPEN);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(world.containers().get("guestbook-worker-1")).contains("unless-stopped");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_migration_that_goes_on_is_waited_for_and_not_run_beside_itself() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.engine.failBefore("await", 1, new EngineException.Permanent("no answer"));
        Visit.edit(world, "x-lull: {watch: 0s}", "x-lull: {watch: 0s, on_failure: hold}");
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);
            assertThat(visit.failure(StepKind.MIGRATE)).contains("no answer");

            visit.ask(Action.RETRY);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(migrations(world)).isEqualTo(1);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_migration_that_was_seen_to_fail_is_run_again_when_a_person_says_so() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder).migrationFails();
        Visit.edit(world, "x-lull: {watch: 0s}", "x-lull: {watch: 0s, on_failure: hold}");
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            visit.ask(Action.RETRY);

            assertThat(visit.failure(StepKind.MIGRATE)).contains("exited with 1");
            assertThat(migrations(world)).isEqualTo(2);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void what_succeeded_is_not_migrated_again_because_another_app_failed() throws Exception {
        World world =
                Visit.world(
                        World.Shape.GUESTBOOK,
                        folder,
                        "  worker:\n",
                        """
                          board:
                            image: guestbook:1
                            expose: ["8000"]
                            networks: {default: null, back: null}
                            labels:
                              lull.role: app
                              lull.migrate: guestbook migrate
                              lull.check.timeout: 300ms
                              lull.watch: 0s
                          worker:
                        """);
        Visit.edit(world, "x-lull: {watch: 0s}", "x-lull: {watch: 0s, on_failure: hold}");
        world.engine.failBefore("await", 2, new EngineException.Permanent("no answer"));
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.Migrate());
            assertThat(visit.failure(StepKind.MIGRATE)).contains("no answer");

            visit.ask(Action.RETRY);

            assertThat(migrations(world)).isEqualTo(2);
            assertThat(visit.phase()).isEqualTo(Phase.DONE);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_leftover_of_an_earlier_installation_is_not_taken_for_a_migration_that_was_run()
            throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        String name = "guestbook-lull-migrate-1-app-0";
        world.engine.ends(name, 0);
        world.compose.runDetached(
                world.project,
                "app",
                name,
                Map.of("dev.lull.window", "1"),
                List.of("guestbook", "migrate"));
        world.engine.forgetMutations();
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.Migrate());

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(migrations(world)).isEqualTo(1);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_page_that_was_half_made_is_completed() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.engine.failBefore("copyInto", 1, new EngineException.Transient("gone"));
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());

            assertThat(world.engine.files("guestbook-lull-page-app")).isNotEmpty();
            assertThat(visit.state().held().map(h -> h.step())).contains(StepKind.WORK);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_backstage_that_was_open_is_made_anew_for_an_app_that_publishes_ports() throws Exception {
        World world = new World(World.Shape.SINGLE, folder);
        world.engine.createNetwork("single_lull_backstage", false, Map.of());
        world.engine.connect("single_lull_backstage", "single-app-1", Endpoint.of(List.of()));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(world.engine.network("single_lull_backstage").orElseThrow().internal())
                    .isTrue();
            assertThat(world.violations()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_service_of_a_profile_is_left_alone_where_it_has_no_container() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        Visit.edit(
                world,
                "  worker:\n",
                """
                  debugger:
                    image: guestbook:1
                    profiles: [debug]
                    networks: {back: null}
                    labels: {lull.role: none}
                  worker:
                """);
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(world.containers()).doesNotContainKey("guestbook-debugger-1");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_container_that_compose_left_under_a_passing_name_gets_its_own() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.engine.failBefore("rename", 1, new EngineException.Transient("killed"));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(world.engine.all())
                    .extracting(Inspect::name)
                    .allMatch(name -> name.matches("guestbook-\\w+-1"));
        }
    }

    /** The rollback point that was taken before does not have it. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void what_visitors_wrote_after_the_rollback_point_is_in_the_one_that_counts() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder).migrationFails();
        AtomicReference<Visit> person = new AtomicReference<>();
        AtomicBoolean intruded = new AtomicBoolean();
        UnaryOperator<Step> intrusion =
                step ->
                        context -> {
                            boolean now =
                                    context.planned().kind() == StepKind.START_DATA
                                            && !context.onWayBack()
                                            && intruded.compareAndSet(false, true);
                            if (now) {
                                world.engine.start("guestbook-app-1");
                                world.visitorWrites("grace was here, and was told so\n");
                                Objects.requireNonNull(person.get()).look();
                            }
                            return step.perform(context);
                        };
        try (Visit visit = new Visit(world, intrusion)) {
            person.set(visit);
            assertThat(visit.open(new Change.Migrate()).held()).isPresent();

            visit.ask(Action.RETRY);

            assertThat(visit.phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(visit.failure(StepKind.MIGRATE)).contains("exited with 1");
            assertThat(world.entries()).isEqualTo("grace was here, and was told so\n");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_migration_of_which_nobody_can_tell_whether_it_ran_is_not_run_again() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.engine.failBefore("await", 1, new EngineException.Permanent("no answer"));
        Visit.edit(world, "x-lull: {watch: 0s}", "x-lull: {watch: 0s, on_failure: hold}");
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);
            world.engine.all().stream()
                    .map(Inspect::name)
                    .filter(n -> n.contains("-lull-migrate-"))
                    .forEach(world.engine::remove);

            visit.ask(Action.RETRY);

            assertThat(visit.failure(StepKind.MIGRATE))
                    .contains("nobody can tell whether 'guestbook migrate' has run");
            assertThat(migrations(world)).isEqualTo(1);
            visit.ask(Action.ROLLBACK);
            assertThat(visit.phase()).isEqualTo(Phase.ROLLED_BACK);
            Visit.edit(world, "x-lull: {watch: 0s, on_failure: hold}", "x-lull: {watch: 0s}");
            assertThat(world.differencesFromBefore()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_compose_file_that_is_edited_in_mid_window_is_not_brought_in() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        UnaryOperator<Step> editing =
                step ->
                        context -> {
                            if (context.planned().kind() == StepKind.CLOSE_CRON
                                    && !context.onWayBack()) {
                                Visit.edit(world, "GET :8000/healthz 200", "GET :8000/well 200");
                            }
                            return step.perform(context);
                        };
        try (Visit visit = new Visit(world, editing)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.CHANGE))
                    .contains(world.project.files().getFirst() + " changed after the window was");
            assertThat(visit.phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(world.engine.all()).noneMatch(c -> c.image().equals("guestbook:2"));
            Visit.edit(world, "GET :8000/well 200", "GET :8000/healthz 200");
            assertThat(world.differencesFromBefore()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_new_version_that_logs_an_error_is_found_although_the_clock_was_set_back()
            throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        UnaryOperator<Step> settingBack =
                step ->
                        context -> {
                            boolean now = context.planned().kind() == StepKind.MIGRATE;
                            if (now) {
                                world.engine.setBack(Duration.ofHours(2));
                            }
                            return step.perform(context);
                        };
        world.newVersionLogs("panic: the new version is not well");
        try (Visit visit = new Visit(world, settingBack)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.VALIDATE)).contains("panic: the new version");
            assertThat(visit.phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(world.violations()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_worker_that_was_ill_before_keeps_no_way_back_from_its_end() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.workerLogs("Traceback (most recent call last):");
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());
            assertThat(visit.warnings()).anyMatch(w -> w.contains("guestbook-worker-1 logged"));

            visit.ask(Action.ABORT);

            assertThat(visit.phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(visit.warnings())
                    .anyMatch(w -> w.contains("it was no better before the window"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void an_app_that_was_about_to_be_closed_turns_nobody_away_after_the_way_back()
            throws Exception {
        World world =
                Visit.world(
                        World.Shape.GUESTBOOK,
                        folder,
                        "lull.role: app",
                        "lull.role: app\n      lull.backstage: none");
        int stops = world.engine.calls().getOrDefault("stop", 0);
        world.engine.failBefore("stop", 3, new EngineException.Permanent("refused"));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.CLOSE_APP)).as("stops: " + stops).contains("refused");
            assertThat(visit.phase()).isEqualTo(Phase.ABORTED);
            long app = world.engine.inspect("guestbook-app-1").orElseThrow().pid();
            assertThat(world.gate().isRefused(app, 8000)).isFalse();
        }
    }

    private static long migrations(World world) {
        return world.engine.mutations().stream()
                .filter(m -> m.matches("create .*-lull-migrate-.*"))
                .count();
    }
}
