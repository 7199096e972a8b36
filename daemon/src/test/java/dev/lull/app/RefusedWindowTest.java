package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.EngineVersion;
import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.ServiceName;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a window can't do right is refused before anything is touched. */
class RefusedWindowTest {
    private static final Change TO_TWO =
            new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), false);

    private static final String EXPOSE = "    expose: [\"8000\"]\n";

    @TempDir private Path folder;

    @Test
    void a_rootless_engine() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.engine.withVersion(new EngineVersion("28.5.2", "1.51", "1.24", true));
        assertThat(refusal(world, TO_TWO)).contains("rootless");
    }

    @Test
    void a_page_image_that_can_not_be_pulled() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.engine.untag(World.PAGE_IMAGE);
        assertThat(refusal(world, TO_TWO))
                .contains("the page image")
                .contains("lull-page:1 is not here and can't be pulled: pull access denied")
                .contains("docker pull lull-page:1");
    }

    @Test
    void a_page_image_that_is_missing_is_pulled_and_no_hindrance() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.engine.untag(World.PAGE_IMAGE);
        world.compose.inRegistry(World.PAGE_IMAGE, 5);
        try (Visit visit = new Visit(world)) {
            assertThat(visit.open(new Change.None()).held()).isPresent();
            assertThat(visit.events())
                    .map(Recorded::event)
                    .filteredOn(Event.Said.class::isInstance)
                    .flatExtracting(e -> ((Event.Said) e).lines())
                    .contains("pulling lull-page:1", "Pulled lull-page:1");
        }
    }

    @Test
    void an_app_on_the_network_of_another() throws Exception {
        assertThat(refusal(with("    network_mode: service:db\n"), TO_TWO))
                .contains("network_mode is service:db")
                .contains("the page can't take its place");
    }

    @Test
    void a_hook_that_only_compose_runs() throws Exception {
        assertThat(refusal(with("    post_start: [{command: chown app /uploads}]\n"), TO_TWO))
                .contains("guestbook/app post_start")
                .contains("entrypoint");
    }

    @Test
    void a_config_that_the_way_back_would_lose() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        Visit.edit(world, EXPOSE, EXPOSE + "    configs: [{source: settings}]\n");
        Visit.edit(world, "networks:\n  default:", CONFIGS + "networks:\n  default:");
        world.compose.up(world.project);
        world.engine.forgetMutations();

        assertThat(refusal(world, TO_TWO))
                .contains("guestbook/app configs settings")
                .contains("file: ./settings");
    }

    @Test
    void a_config_is_no_hindrance_where_no_container_is_made_anew() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        Visit.edit(world, EXPOSE, EXPOSE + "    configs: [{source: settings}]\n");
        Visit.edit(world, "networks:\n  default:", CONFIGS + "networks:\n  default:");
        world.compose.up(world.project);
        try (Visit visit = new Visit(world)) {
            assertThat(visit.open(new Change.None()).held()).isPresent();
        }
    }

    private static final String CONFIGS =
            """
            configs:
              settings: {content: "colour: blue"}
            """;

    private World with(String line) {
        return Visit.world(World.Shape.GUESTBOOK, folder, EXPOSE, EXPOSE + line);
    }

    private static String refusal(World world, Change change) throws InterruptedException {
        List<String> before = world.engine.mutations();
        try (Visit visit = new Visit(world)) {
            assertThat(visit.open(change).phase()).isEqualTo(Phase.REFUSED);
            assertThat(world.engine.mutations())
                    .filteredOn(m -> !m.startsWith("exec"))
                    .isEqualTo(before.stream().filter(m -> !m.startsWith("exec")).toList());
            return visit.failure(StepKind.PREPARE);
        }
    }
}
