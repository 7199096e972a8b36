package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.Network;
import dev.lull.docker.Volume;
import dev.lull.page.Page;
import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.ServiceName;
import dev.lull.step.StackSurvey;
import dev.lull.window.Action;
import dev.lull.window.Outcome;
import dev.lull.window.Standing;
import dev.lull.window.Standing.Item;
import dev.lull.window.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a person is told to do by hand: never more than the way back itself would have done. */
class StandingTest {
    private static final Change TO_TWO =
            new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), false);

    @TempDir private Path folder;

    /** These steps fail, however often they are done. */
    private static UnaryOperator<Step> failing(Set<StepKind> kinds) {
        return step ->
                context ->
                        kinds.contains(context.planned().kind())
                                ? new Outcome.Failed("on purpose")
                                : step.perform(context);
    }

    private static Standing standing(Visit visit) {
        World world = visit.world;
        return new StackSurvey(
                        world.engine,
                        new Page(world.engine, world.http(), World.PAGE_IMAGE, world.clock),
                        world.points,
                        Path.of("/run/docker.sock"),
                        world.project.directory().resolve("by-hand"))
                .of(visit.id(), visit.state());
    }

    private static List<String> gone(Standing standing) {
        return standing.items().stream()
                .filter(i -> i.now().equals("not there"))
                .map(Item::what)
                .toList();
    }

    private static List<String> missing(Standing standing) {
        return standing.items().stream().filter(i -> !i.inPlace()).map(Item::what).toList();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void what_visitors_wrote_after_a_way_back_without_a_restore_is_never_removed()
            throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        Set<StepKind> ill = EnumSet.of(StepKind.START_DATA);
        try (Visit visit = new Visit(world, failing(ill))) {
            ill.add(StepKind.REOPEN_WORKERS);
            visit.open(new Change.Migrate());

            // Its start of the data stores fails too: a retry passes that by.
            assertThat(visit.phase()).isEqualTo(Phase.STUCK);
            ill.remove(StepKind.START_DATA);
            visit.ask(Action.RETRY);

            assertThat(visit.state().held().map(h -> h.step())).contains(StepKind.REOPEN_WORKERS);
            assertThat(visit.state().notes()).containsKey("point");
            Standing standing = standing(visit);
            assertThat(standing.items()).extracting(Item::what).noneMatch(w -> w.startsWith("vol"));
            assertThat(standing.commands())
                    .isNotEmpty()
                    .noneMatch(c -> c.contains("-delete") || c.contains("zstd"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_file_that_the_window_has_edited_is_put_back_by_hand_too() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder).migrationFails();
        Path file = world.project.files().getFirst();
        String before = Files.readString(file);
        try (Visit visit = new Visit(world, failing(EnumSet.of(StepKind.RESTORE_CONTAINERS)))) {
            visit.open(TO_TWO);

            assertThat(visit.phase()).isEqualTo(Phase.STUCK);
            assertThat(Files.readString(file)).isNotEqualTo(before).contains("guestbook:2");
            Standing standing = standing(visit);
            assertThat(missing(standing)).contains("file " + file);
            assertThat(standing.commands())
                    .anyMatch(c -> c.startsWith("install ") && c.endsWith(file.toString()))
                    .as("the volumes are back already")
                    .noneMatch(c -> c.contains("-delete"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_window_on_its_way_forward_has_nothing_to_finish_by_hand() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder).illOnceOpen();
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.state().held().map(h -> h.step())).contains(StepKind.WATCH);
            assertThat(standing(visit).commands()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_rollback_point_that_can_not_be_read_is_told_and_nothing_is_to_be_done_with_it()
            throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder).migrationFails();
        try (Visit visit = new Visit(world, failing(EnumSet.of(StepKind.RESTORE_VOLUMES)))) {
            visit.open(TO_TWO);
            assertThat(visit.phase()).isEqualTo(Phase.STUCK);
            spoil(world, String.valueOf(visit.state().notes().get("point")));

            Standing standing = standing(visit);

            assertThat(missing(standing)).anyMatch(w -> w.startsWith("rollback point guestbook-"));
            assertThat(standing.commands()).noneMatch(c -> c.contains("-delete"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void what_is_gone_is_made_again_as_it_was_before_containers_need_it() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder).migrationFails();
        try (Visit visit = new Visit(world, failing(EnumSet.of(StepKind.RESTORE_VOLUMES)))) {
            visit.open(TO_TWO);
            assertThat(visit.phase()).isEqualTo(Phase.STUCK);
            Network back = world.engine.network("guestbook_back").orElseThrow();
            Volume data = world.engine.volume("guestbook_db-data").orElseThrow();
            world.engine.containers(Map.of()).forEach(c -> world.engine.stop(c.id()));
            world.engine.removeNetwork("guestbook_back");
            world.engine.loseVolume("guestbook_db-data");

            Standing standing = standing(visit);

            assertThat(missing(standing))
                    .contains("network guestbook_back", "volume guestbook_db-data")
                    .doesNotContain("network guestbook_default");
            assertThat(gone(standing))
                    .contains("volume guestbook_db-data")
                    .doesNotContain("volume guestbook_uploads");
            List<String> commands = standing.commands();
            Path files = world.project.directory().resolve("by-hand/w" + visit.id());
            assertThat(files.resolve("networks/guestbook_back.json")).hasContent(back.definition());
            assertThat(files.resolve("volumes/guestbook_db-data.json"))
                    .hasContent(data.definition());
            assertThat(commands)
                    .noneMatch(c -> c.contains("networks/guestbook_default"))
                    .noneMatch(c -> c.contains("volumes/guestbook_uploads.json"));
            int network = first(commands, "/guestbook_back.json http://docker/networks/create");
            int volume = first(commands, "/guestbook_db-data.json http://docker/volumes/create");
            int disconnect =
                    first(
                            commands,
                            "docker network disconnect --force guestbook_back guestbook-db-1");
            assertThat(network).isLessThan(disconnect);
            assertThat(volume).isLessThan(first(commands, "zstd "));
            assertThat(disconnect)
                    .isLessThan(last(commands, " guestbook_back guestbook-db-1"))
                    .isLessThan(first(commands, "docker start guestbook-db-1"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void what_docker_was_cut_off_in_removing_is_removed_before_it_is_made_again() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder).migrationFails();
        try (Visit visit = new Visit(world, failing(EnumSet.of(StepKind.RESTORE_VOLUMES)))) {
            visit.open(TO_TWO);
            assertThat(visit.phase()).isEqualTo(Phase.STUCK);
            world.engine.becomes("guestbook-db-1", "dead");

            Standing standing = standing(visit);

            assertThat(gone(standing)).contains("container guestbook-db-1");
            int removed = first(standing.commands(), "docker rm --force ");
            assertThat(standing.commands().get(removed)).contains(" guestbook-db-1");
            assertThat(removed)
                    .isLessThan(
                            first(standing.commands(), "/containers/create?name=guestbook-db-1"));
        }
    }

    private static int first(List<String> commands, String part) {
        List<String> those = commands.stream().filter(c -> c.contains(part)).toList();
        assertThat(those).as(part + " in " + String.join("\n", commands)).isNotEmpty();
        return commands.indexOf(those.getFirst());
    }

    private static int last(List<String> commands, String end) {
        List<String> those =
                commands.stream()
                        .filter(c -> c.startsWith("docker network connect ") && c.endsWith(end))
                        .toList();
        assertThat(those).as(end + " in " + String.join("\n", commands)).hasSize(1);
        return commands.indexOf(those.getFirst());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_volume_that_goes_after_it_was_restored_is_filled_again_and_no_other() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder).migrationFails();
        try (Visit visit = new Visit(world, failing(EnumSet.of(StepKind.RESTORE_CONTAINERS)))) {
            visit.open(TO_TWO);
            assertThat(visit.phase()).isEqualTo(Phase.STUCK);
            world.engine.loseVolume("guestbook_uploads");

            Standing standing = standing(visit);

            assertThat(missing(standing))
                    .contains("volume guestbook_uploads")
                    .doesNotContain("volume guestbook_db-data");
            assertThat(standing.commands().stream().filter(c -> c.contains("-delete")))
                    .hasSize(1)
                    .allMatch(c -> c.contains("guestbook_uploads"));
        }
    }

    private static void spoil(World world, String point) throws IOException {
        Files.writeString(world.points.root().resolve(point).resolve("manifest.json"), "{}");
    }
}
