package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.step.Rebuild;
import dev.lull.window.Action;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** A host was lost, and a copy of a rollback point's folder is all that is left of its stack. */
class RebuildTest {
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

    private Life live(World world) {
        Life life = new Life(world, Death.never(), step -> step);
        lives.add(life);
        return life;
    }

    private static WindowState state(World world) {
        WindowId id = world.journal.windows().getFirst();
        return WindowState.replay(world.journal.read(id, 0));
    }

    /** What is left is a folder of another name. */
    private Path backup(World world) throws Exception {
        Life life = live(world);
        life.open(new Change.None());
        assertThat(life.turn()).isEqualTo(Life.Turn.HELD);
        life.ask(world.journal.windows().getFirst(), Action.REOPEN);
        assertThat(life.turn()).isEqualTo(Life.Turn.ENDED);
        PointId point = world.points.list().points().getFirst().id();
        return Files.move(world.points.root().resolve(point.value()), folder.resolve("monday"));
    }

    private Path composeFile() {
        return folder.resolve("compose.yaml");
    }

    private static Rebuild.Result rebuild(World world, RollbackPoint point) throws Exception {
        return new Rebuild(world.engine, world.compose, world.points, s -> false)
                .of(point, line -> {});
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource
    void the_stack_is_made_again_and_its_data_come_back_behind_the_closed_door(World.Shape shape)
            throws Exception {
        World world = new World(shape, folder);
        Path backup = backup(world);
        world.loseEverything();
        Files.delete(composeFile());

        RollbackPoint point = world.points.adopt(backup, line -> {});
        Rebuild.Result result = rebuild(world, point);

        assertThat(result.problems()).isEmpty();
        assertThat(result.made())
                .contains(composeFile().toString(), "network " + shape.front())
                .contains("container " + shape.stack + "-app-1, not started");
        assertThat(world.engine.all()).noneMatch(Inspect::isRunning);
        assertThat(world.data()).isEmpty();

        Life life = live(world);
        life.open(new Change.Restore(point.id().value()));
        assertThat(life.turn()).isEqualTo(Life.Turn.ENDED);

        assertThat(state(world).phase()).isEqualTo(Phase.DONE);
        assertThat(world.differencesFromBefore()).isEmpty();
        assertThat(world.violations()).isEmpty();
        assertThat(world.compose.wouldChange(world.project)).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void it_may_fail_anywhere_and_be_asked_again() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        Path backup = backup(world);
        world.loseEverything();
        Files.delete(composeFile());
        RollbackPoint point = world.points.adopt(backup, line -> {});
        List<String> made = new ArrayList<>();
        for (String call : List.of("createNetwork", "createVolume", "create", "restartPolicy")) {
            world.engine.failBefore(call, 2, new EngineException.Unknown("docker went away"));
            try {
                made.addAll(rebuild(world, point).made());
            } catch (EngineException.Unknown e) {
                assertThat(e).hasMessage("docker went away");
                continue;
            }
            throw new AssertionError(call + " was not called twice");
        }

        assertThat(rebuild(world, point).problems()).isEmpty();

        assertThat(rebuild(world, point).made()).as("all is there").isEmpty();
        assertThat(made).isEmpty();
        Life life = live(world);
        life.open(new Change.Restore(point.id().value()));
        assertThat(life.turn()).isEqualTo(Life.Turn.ENDED);
        assertThat(state(world).phase()).isEqualTo(Phase.DONE);
        assertThat(world.differencesFromBefore()).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_stack_that_is_here_is_left_alone() throws Exception {
        World world = new World(World.Shape.SINGLE, folder);
        RollbackPoint point = world.points.adopt(backup(world), line -> {});
        world.engine.stop("single-app-1");
        Files.writeString(composeFile(), "# another one\n");
        world.engine.forgetMutations();

        assertThat(rebuild(world, point)).isEqualTo(new Rebuild.Result(List.of(), List.of()));

        assertThat(world.engine.mutations()).isEmpty();
        assertThat(composeFile()).hasContent("# another one\n");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void nothing_is_made_while_a_window_of_it_is_open() throws Exception {
        World world = new World(World.Shape.SINGLE, folder);
        RollbackPoint point = world.points.adopt(backup(world), line -> {});
        world.loseEverything();

        Rebuild.Result result =
                new Rebuild(world.engine, world.compose, world.points, world.shape.stack::equals)
                        .of(point, line -> {});

        assertThat(result.made()).isEmpty();
        assertThat(result.problems()).singleElement().asString().contains("a window is open");
        assertThat(world.engine.all()).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void nothing_is_made_while_a_file_of_somebody_is_in_the_way() throws Exception {
        World world = new World(World.Shape.SINGLE, folder);
        RollbackPoint point = world.points.adopt(backup(world), line -> {});
        world.loseEverything();
        Files.writeString(composeFile(), "# another one\n");

        Rebuild.Result result = rebuild(world, point);

        assertThat(result.made()).isEmpty();
        assertThat(result.problems())
                .singleElement()
                .asString()
                .contains(composeFile() + " is here and is not what the point has")
                .contains("move it away first");
        assertThat(world.engine.all()).isEmpty();
        assertThat(composeFile()).hasContent("# another one\n");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_folder_that_is_mounted_and_is_not_in_the_point_is_named() throws Exception {
        World world = new World(World.Shape.SINGLE, folder);
        Path code = folder.resolve("project/code");
        Files.createDirectories(code);
        Files.writeString(
                composeFile(),
                Files.readString(composeFile())
                        .replace(
                                "volumes: [",
                                "volumes: [{type: bind, source: "
                                        + code
                                        + ", target: /code, read_only: true}, "));
        world.compose.up(world.project);
        RollbackPoint point = world.points.adopt(backup(world), line -> {});
        world.loseEverything();
        Files.delete(code);

        Rebuild.Result result = rebuild(world, point);

        assertThat(result.made()).isEmpty();
        assertThat(result.problems())
                .singleElement()
                .asString()
                .contains(code + ", which single-app-1 mounts, is neither here nor in the point");
        Files.createDirectory(code);
        assertThat(rebuild(world, point).problems()).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void an_image_that_is_nowhere_is_named_with_the_way_out() throws Exception {
        World world = new World(World.Shape.SINGLE, folder);
        RollbackPoint point = world.points.adopt(backup(world), line -> {});
        world.loseEverything();
        world.engine.untag(point.images().getFirst().pin());
        world.engine.untag("guestbook:1");

        Rebuild.Result result = rebuild(world, point);

        assertThat(result.made()).isEmpty();
        assertThat(result.problems())
                .singleElement()
                .asString()
                .contains("the image of app (guestbook:1)")
                .contains("docker save " + point.images().getFirst().imageId());
        assertThat(world.engine.all()).isEmpty();
    }
}
