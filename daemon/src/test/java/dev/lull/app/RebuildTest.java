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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("dev.lull")).setLevel(Level.OFF);
    }

    /** What is left is a folder of another name. */
    private Path backup(World world) throws Exception {
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());
            visit.ask(Action.REOPEN);
            assertThat(visit.phase()).isEqualTo(Phase.DONE);
        }
        PointId point = world.points.list().points().getFirst().id();
        return Files.move(world.points.root().resolve(point.value()), folder.resolve("monday"));
    }

    /** Nothing of the stack is left here but its files and images. */
    private RollbackPoint lost(World world) throws Exception {
        RollbackPoint point = world.points.adopt(backup(world), line -> {});
        world.loseEverything();
        return point;
    }

    private static void assertRestored(World world, RollbackPoint point) throws Exception {
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.Restore(point.id().value()));
            assertThat(visit.phase()).isEqualTo(Phase.DONE);
        }
        assertThat(world.differencesFromBefore()).isEmpty();
    }

    /** What is in the way is told, and nothing was made. */
    private static void assertNothingMade(World world, Rebuild.Result result, String... why) {
        assertThat(result.made()).isEmpty();
        assertThat(result.problems()).singleElement().asString().contains(why);
        assertThat(world.engine.all()).isEmpty();
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

        assertRestored(world, point);
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
        assertRestored(world, point);
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
        RollbackPoint point = lost(world);

        Rebuild.Result result =
                new Rebuild(world.engine, world.compose, world.points, world.shape.stack::equals)
                        .of(point, line -> {});

        assertNothingMade(world, result, "a window is open");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void nothing_is_made_while_a_file_of_somebody_is_in_the_way() throws Exception {
        World world = new World(World.Shape.SINGLE, folder);
        RollbackPoint point = lost(world);
        Files.writeString(composeFile(), "# another one\n");

        assertNothingMade(
                world,
                rebuild(world, point),
                composeFile() + " is here and is not what the point has",
                "move it away first");
        assertThat(composeFile()).hasContent("# another one\n");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_folder_that_is_mounted_and_is_not_in_the_point_is_named() throws Exception {
        World world = new World(World.Shape.SINGLE, folder);
        Path code = Files.createDirectories(folder.resolve("project/code"));
        String mount = "{type: bind, source: " + code + ", target: /code, read_only: true}, ";
        Visit.edit(world, "volumes: [", "volumes: [" + mount);
        world.compose.up(world.project);
        RollbackPoint point = lost(world);
        Files.delete(code);

        assertNothingMade(
                world,
                rebuild(world, point),
                code + ", which single-app-1 mounts, is neither here nor in the point");
        Files.createDirectory(code);
        assertThat(rebuild(world, point).problems()).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void an_image_that_is_nowhere_is_named_with_the_way_out() throws Exception {
        World world = new World(World.Shape.SINGLE, folder);
        RollbackPoint point = lost(world);
        world.engine.untag(point.images().getFirst().pin());
        world.engine.untag("guestbook:1");

        assertNothingMade(
                world,
                rebuild(world, point),
                "the image of app (guestbook:1)",
                "docker save " + point.images().getFirst().imageId());
    }
}
