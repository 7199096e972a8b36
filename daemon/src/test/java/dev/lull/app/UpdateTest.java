package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.ServiceName;
import dev.lull.window.Event;
import dev.lull.window.NoteKey;
import dev.lull.window.Recorded;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What an update makes of services that are not the one that it is about. */
class UpdateTest {
    private static final Change AS_THE_FILES_SAY = new Change.Update(Map.of(), false);

    @TempDir private Path folder;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_helper_whose_image_was_pulled_anew_is_made_anew_and_runs() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        pulled(world, "mail:1", 8);
        assertThat(world.compose.wouldChange(world.project)).containsExactly("mail");
        try (Visit visit = new Visit(world)) {
            visit.open(AS_THE_FILES_SAY);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(world.compose.wouldChange(world.project)).isEmpty();
            assertThat(one(world, "guestbook-mail-1").isRunning()).isTrue();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void what_the_page_has_met_outlives_it() throws Exception {
        try (Visit visit = new Visit(new World(World.Shape.GUESTBOOK, folder))) {
            visit.open(AS_THE_FILES_SAY);

            assertThat(visit.state().notes())
                    .hasEntrySatisfying(
                            new Condition<>(k -> k.startsWith(NoteKey.MET), "of a page"),
                            new Condition<>("7"::equals, "seven visitors"));
        }
    }

    /** Compose would take it for whole. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_container_that_compose_was_interrupted_in_making_is_made_again() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        pulled(world, "guestbook:1", 8);
        Inspect before = one(world, "guestbook-app-1");
        assertThat(before.networks()).containsOnlyKeys("guestbook_default", "guestbook_back");
        world.when(
                StepKind.CHANGE,
                () ->
                        world.engine
                                .faults()
                                .order(
                                        "connect",
                                        1,
                                        false,
                                        new EngineException.Transient("not now")));
        try (Visit visit = new Visit(world)) {
            visit.open(AS_THE_FILES_SAY);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            Inspect after = one(world, "guestbook-app-1");
            assertThat(after.id()).isNotEqualTo(before.id());
            assertThat(after.networks().keySet()).containsAll(before.networks().keySet());
            assertThat(
                            visit.events().stream()
                                    .map(Recorded::event)
                                    .filter(Event.Said.class::isInstance)
                                    .flatMap(e -> ((Event.Said) e).lines().stream()))
                    .anyMatch(l -> l.contains("was made in part only"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_helper_that_compose_makes_anew_along_with_the_app_runs_afterwards() throws Exception {
        World world =
                Visit.world(
                        World.Shape.GUESTBOOK,
                        folder,
                        "    depends_on: {db: {}}",
                        "    depends_on: {db: {}, mail: {}}");
        pulled(world, "mail:1", 8);
        try (Visit visit = new Visit(world)) {
            visit.open(AS_THE_FILES_SAY);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(one(world, "guestbook-mail-1").isRunning()).isTrue();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void an_app_that_was_scaled_on_the_command_line_keeps_its_replicas_when_the_proxy_changes()
            throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.compose.create(world.project, List.of("app"), Map.of("app", 3), line -> {});
        world.engine.all().stream()
                .filter(c -> c.name().startsWith("guestbook-app-"))
                .forEach(c -> world.engine.start(c.id()));
        pulled(world, "nginx:1", 9);
        try (Visit visit = new Visit(world)) {
            visit.open(AS_THE_FILES_SAY);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(running(world, "guestbook-app-")).isEqualTo(3);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_file_that_asks_for_more_replicas_gets_them() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        Visit.edit(world, "  worker:\n", "  worker:\n    scale: 2\n");
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), false));

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(running(world, "guestbook-worker-")).isEqualTo(2);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_new_version_whose_own_check_fails_never_meets_a_visitor() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        Visit.edit(
                world,
                "lull.check.exec: guestbook smoke",
                "lull.check.exec: guestbook smoke\n      lull.check.2.exec: guestbook deep");
        world.engine.execEnds("guestbook-app-1", List.of("guestbook", "deep"), 1, "no table");
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), false));

            assertThat(visit.failure(StepKind.VALIDATE))
                    .contains("guestbook-app-1: 'guestbook deep' exited with 1: no table");
            assertThat(visit.phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(world.violations()).isEmpty();
            assertThat(world.silences()).isEmpty();
            Visit.edit(world, "\n      lull.check.2.exec: guestbook deep", "");
            assertThat(world.differencesFromBefore()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void an_app_that_needs_a_way_out_and_a_network_to_be_checked_has_them() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        Visit.edit(
                world,
                "lull.check.exec: guestbook smoke",
                "lull.backstage: open\n      lull.backstage.keep: back");
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), false));

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(world.engine.network("guestbook_lull_backstage").orElseThrow().internal())
                    .isFalse();
            assertThat(world.engine.mutations())
                    .contains("disconnect guestbook_default guestbook-app-1")
                    .doesNotContain("disconnect guestbook_back guestbook-app-1");
            assertThat(world.violations()).isEmpty();
            assertThat(world.compose.wouldChange(world.project)).isEmpty();
        }
    }

    /** The reference names another image now; the one before is still there, by its id. */
    private static void pulled(World world, String image, int number) {
        world.engine.tag(image, "before/" + image);
        world.engine.withImage(image, number);
    }

    private static long running(World world, String prefix) {
        return world.engine.all().stream()
                .filter(c -> c.name().startsWith(prefix) && c.isRunning())
                .count();
    }

    private static Inspect one(World world, String name) {
        return world.engine.all().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
