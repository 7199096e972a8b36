package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.docker.RestartPolicy;
import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.ServiceName;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Windows on stacks that were not all well and running, and ports that somebody takes. */
class OddBeginningsTest {
    @TempDir private Path folder;
    private final List<Life> lives = new ArrayList<>();

    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("dev.lull")).setLevel(Level.OFF);
    }

    @AfterEach
    void end() {
        lives.forEach(Life::close);
    }

    private Life.Turn run(World world, Change change) throws InterruptedException {
        Life life = new Life(world, Death.never(), step -> step);
        lives.add(life);
        life.open(change);
        return life.turn();
    }

    private Life.Turn ask(World world, Action action) throws InterruptedException {
        lives.getLast().ask(window(world), action);
        return lives.getLast().turn();
    }

    private static WindowId window(World world) {
        return world.journal.windows().getFirst();
    }

    private static List<Event> events(World world) {
        return world.journal.read(window(world), 0).stream().map(Recorded::event).toList();
    }

    private static WindowState state(World world) {
        return WindowState.replay(world.journal.read(window(world), 0));
    }

    private static List<String> warnings(World world) {
        return events(world).stream()
                .filter(Event.Warned.class::isInstance)
                .map(e -> ((Event.Warned) e).text())
                .toList();
    }

    private static Map<String, RestartPolicy> policies(World world) {
        Map<String, RestartPolicy> policies = new TreeMap<>();
        for (Inspect c : world.engine.all()) {
            policies.put(c.name(), c.restartPolicy());
        }
        return policies;
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource
    void an_app_that_was_unwell_before_comes_back_as_it_was_with_a_warning(World.Shape shape)
            throws Exception {
        World world = new World(shape, folder).oldVersionIsIll();

        assertThat(run(world, new Change.None())).isEqualTo(Life.Turn.HELD);
        assertThat(ask(world, Action.ABORT)).isEqualTo(Life.Turn.ENDED);

        assertThat(state(world).phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(warnings(world)).anyMatch(w -> w.contains("it was no better before the window"));
        assertThat(world.differencesFromBefore()).isEmpty();
        assertThat(world.silences()).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void an_app_that_was_unwell_before_is_not_let_in_on_the_way_forward() throws Exception {
        World world = new World(World.Shape.SINGLE, folder).oldVersionIsIll();

        assertThat(run(world, new Change.None())).isEqualTo(Life.Turn.HELD);
        assertThat(ask(world, Action.REOPEN)).isEqualTo(Life.Turn.HELD);
        assertThat(ask(world, Action.ROLLBACK)).isEqualTo(Life.Turn.ENDED);

        assertThat(state(world).phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(world.differencesFromBefore()).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void replicas_that_were_stopped_before_stay_stopped_and_keep_their_restart_policy()
            throws Exception {
        World world = withStoppedReplicas("app", "worker", "cron", "db");
        Map<String, String> before = world.containers();

        assertThat(run(world, new Change.None())).isEqualTo(Life.Turn.HELD);
        assertThat(policies(world).values()).contains(RestartPolicy.NO);
        assertThat(ask(world, Action.REOPEN)).isEqualTo(Life.Turn.ENDED);

        assertThat(state(world).phase()).isEqualTo(Phase.DONE);
        assertThat(world.containers()).isEqualTo(before);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource
    void a_stack_that_lost_its_data_and_was_only_created_again_is_restored_and_opened(
            World.Shape shape) throws Exception {
        World world = new World(shape, folder);
        assertThat(run(world, new Change.None())).isEqualTo(Life.Turn.HELD);
        assertThat(ask(world, Action.REOPEN)).isEqualTo(Life.Turn.ENDED);
        String point = world.points.list().points().getFirst().id().value();
        world.loseEverything();
        world.compose.create(world.project, services(world), Map.of(), line -> {});
        assertThat(world.data()).isEmpty();

        assertThat(run(world, new Change.Restore(point)))
                .as(warnings(world) + "")
                .isEqualTo(Life.Turn.ENDED);

        assertThat(state(world).phase()).isEqualTo(Phase.DONE);
        assertThat(world.differencesFromBefore()).isEmpty();
        assertThat(world.violations()).isEmpty();
    }

    private static List<String> services(World world) {
        List<String> services = new ArrayList<>();
        world.compose
                .config(world.project)
                .path("services")
                .fieldNames()
                .forEachRemaining(services::add);
        return services;
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_restore_opens_what_ran_then_and_what_runs_now() throws Exception {
        World world = withStoppedReplicas("worker");
        assertThat(run(world, new Change.None())).isEqualTo(Life.Turn.HELD);
        assertThat(ask(world, Action.REOPEN)).isEqualTo(Life.Turn.ENDED);
        String point = world.points.list().points().getFirst().id().value();
        world.engine.start("guestbook-worker-2");
        world.engine.stop("guestbook-worker-1");

        assertThat(run(world, new Change.Restore(point))).isEqualTo(Life.Turn.ENDED);

        assertThat(state(world).phase()).isEqualTo(Phase.DONE);
        assertThat(world.engine.inspect("guestbook-worker-1")).get().matches(Inspect::isRunning);
        assertThat(world.engine.inspect("guestbook-worker-2")).get().matches(Inspect::isRunning);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_way_back_leaves_stopped_replicas_as_they_were() throws Exception {
        World world = withStoppedReplicas("worker", "cron", "db").migrationFails();
        Map<String, String> before = world.containers();

        ServiceName app = new ServiceName("app");
        Change update = new Change.Update(Map.of(app, "guestbook:2"), false);
        assertThat(run(world, update)).isEqualTo(Life.Turn.ENDED);

        assertThat(state(world).phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(world.containers()).isEqualTo(before);
    }

    /** A second replica of each: made, never started. */
    private World withStoppedReplicas(String... services) {
        World world = new World(World.Shape.GUESTBOOK, folder);
        for (String service : services) {
            world.compose.create(world.project, List.of(service), Map.of(service, 2), line -> {});
        }
        return world;
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void an_app_that_cannot_take_its_ports_gives_the_place_back_to_the_page() throws Exception {
        World world = new World(World.Shape.SINGLE, folder);
        world.whenReopening(() ->
                world.engine.failBefore(
                        "connect", 1, new EngineException.Permanent("port is taken")));

        assertThat(run(world, new Change.Migrate())).isEqualTo(Life.Turn.HELD);

        assertThat(failureOf(world, StepKind.REOPEN_APP))
                .contains("port is taken")
                .contains("the page is back in its place");
        assertThat(world.engine.publisher(18081)).contains("single-lull-page-app");
        assertThat(world.silences()).isEmpty();
        assertThat(ask(world, Action.RETRY)).isEqualTo(Life.Turn.ENDED);
        assertThat(state(world).phase()).isEqualTo(Phase.DONE);
        assertThat(world.violations()).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_port_that_somebody_took_is_named_when_the_page_cannot_have_it_either() throws Exception {
        World world = new World(World.Shape.SINGLE, folder);
        world.whenReopening(() -> world.engine.takePort(18081));

        assertThat(run(world, new Change.Migrate())).isEqualTo(Life.Turn.HELD);

        assertThat(failureOf(world, StepKind.REOPEN_APP))
                .contains("18081")
                .contains("the page could not be put back");
        world.engine.freePort(18081);
        assertThat(ask(world, Action.RETRY)).isEqualTo(Life.Turn.ENDED);
        assertThat(state(world).phase()).isEqualTo(Phase.DONE);
        assertThat(world.violations()).isEmpty();
    }

    private static String failureOf(World world, StepKind step) {
        return events(world).stream()
                .filter(Event.StepFailed.class::isInstance)
                .map(Event.StepFailed.class::cast)
                .filter(e -> e.step() == step)
                .map(Event.StepFailed::what)
                .findFirst()
                .orElseThrow();
    }
}
