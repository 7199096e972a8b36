package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.EngineException;
import dev.lull.docker.Volume;
import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.ServiceName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole windows of a stack whose data store is dumped while it runs. */
class DumpedStoreTest {
    private static final String COLD = "labels: {lull.role: db, lull.check.timeout: 300ms}";
    private static final String DUMP =
            """
            labels: {lull.role: db, lull.check.timeout: 300ms, lull.snapshot.mode: dump, \
            lull.snapshot.dump: give, lull.snapshot.restore: take, lull.snapshot.check: look}\
            """;

    @TempDir private Path folder;

    /** Its migration goes half of its way, in the data of the store. */
    private World world() {
        World world = Visit.world(World.Shape.GUESTBOOK, folder, COLD, DUMP).migrationFails();
        world.engine.streams(
                "guestbook-db-1",
                (argv, streams) -> {
                    switch (argv.getFirst()) {
                        case "give" -> streams.output().write(Files.readAllBytes(schema(world)));
                        case "take" -> Files.write(schema(world), streams.input().readAllBytes());
                        default -> streams.input().readAllBytes();
                    }
                    return 0;
                });
        return world;
    }

    private static Path schema(World world) {
        return world.engine.volumes().stream()
                .filter(v -> v.name().equals("guestbook_db-data"))
                .map(Volume::mountpoint)
                .map(m -> Path.of(m).resolve("schema"))
                .findFirst()
                .orElseThrow();
    }

    private static Change update() {
        return new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), false);
    }

    private void assertIsBack(World world, Visit visit) throws IOException {
        assertThat(visit.phase()).as(visit.events().toString()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(Files.readString(schema(world), StandardCharsets.UTF_8)).isEqualTo("1");
        assertThat(world.violations()).isEmpty();
    }

    @Test
    void a_failed_migration_is_undone_by_the_dump() throws Exception {
        World world = world();
        try (Visit visit = new Visit(world)) {
            visit.open(update());
            assertIsBack(world, visit);
            assertThat(visit.state().steps())
                    .extracting(s -> s.kind())
                    .containsSubsequence(
                            StepKind.START_DATA, StepKind.RESTORE_DUMPS, StepKind.VALIDATE);
        }
    }

    @Test
    void each_step_may_be_done_twice() throws Exception {
        World world = world();
        try (Visit visit =
                new Visit(
                        world,
                        step ->
                                context -> {
                                    boolean once = context.planned().kind() == StepKind.MIGRATE;
                                    if (!once) {
                                        step.perform(context);
                                    }
                                    return step.perform(context);
                                })) {
            visit.open(update());
            assertIsBack(world, visit);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void docker_may_go_away_under_each_command_with_streams(int nth) throws Exception {
        World world = world();
        world.engine.failAfter("stream", nth, new EngineException.Unknown("Docker went away"));
        try (Visit visit = new Visit(world)) {
            visit.open(update());
            assertIsBack(world, visit);
        }
    }

    @Test
    void a_dump_that_fails_opens_again_before_anything_was_changed() throws Exception {
        World world = world();
        world.engine.streams("guestbook-db-1", (argv, streams) -> 1);
        try (Visit visit = new Visit(world)) {
            visit.open(update());
            assertThat(visit.phase()).isEqualTo(Phase.ABORTED);
            assertThat(visit.failure(StepKind.SNAPSHOT)).contains("db could not be dumped");
            assertThat(world.points.list().points()).isEmpty();
        }
    }

    @Test
    void an_update_of_the_store_itself_copies_its_files() throws Exception {
        World world = world();
        world.engine.withImage("postgres:2", 9);
        try (Visit visit = new Visit(world)) {
            visit.open(
                    new Change.Update(
                            Map.of(
                                    new ServiceName("app"), "guestbook:2",
                                    new ServiceName("db"), "postgres:2"),
                            false));
            assertIsBack(world, visit);
            assertThat(world.points.list().points().getFirst().dumps()).isEmpty();
            assertThat(visit.state().steps())
                    .extracting(s -> s.kind())
                    .doesNotContain(StepKind.RESTORE_DUMPS);
        }
    }
}
