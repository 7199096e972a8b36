package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.Endpoint;
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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a window can't do right is refused before anything is touched. */
class RefusedWindowTest {
    private static final Change TO_TWO =
            new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), false);

    private static final String EXPOSE = "    expose: [\"8000\"]\n";

    @TempDir private Path folder;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_rootless_engine() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.engine.withVersion(new EngineVersion("28.5.2", "1.51", "1.24", true));
        assertThat(refusal(world, TO_TWO)).contains("rootless");
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"2.25.9", "v2.9.0", "1.29.2"})
    void a_compose_that_is_too_old(String version) throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.compose.withVersion(version);
        assertThat(refusal(world, TO_TWO))
                .contains("Docker Compose is " + version)
                .contains("Install 2.26 or newer");
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"2.26.0", "v2.26.1-ds1", "5.0.0", "dev"})
    void a_compose_that_is_new_enough_or_of_its_own_making_is_no_hindrance(String version)
            throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.compose.withVersion(version);
        try (Visit visit = new Visit(world)) {
            assertThat(visit.open(new Change.None()).held()).isPresent();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_network_on_which_the_proxy_would_meet_an_app_that_is_not_checked_yet() throws Exception {
        assertThat(refusal(kept("guestbook_default"), TO_TWO))
                .contains("guestbook/app lull.backstage.keep")
                .contains("visitors would reach it over guestbook_default through proxy");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_network_to_keep_that_the_app_is_not_on() throws Exception {
        assertThat(refusal(kept("bakc"), TO_TWO))
                .contains("'bakc' is no network of this service")
                .contains("It is on guestbook_default, guestbook_back");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_network_on_which_the_proxy_of_another_stack_is() throws Exception {
        World world = kept("back");
        String proxy =
                world.engine.create(
                        "edge", "{\"Image\":\"nginx:1\",\"Labels\":{\"of\":\"another stack\"}}");
        world.engine.runsOn("edge");
        world.engine.start(proxy);
        world.engine.connect("guestbook_back", proxy, Endpoint.of(List.of()));
        world.engine.forgetMutations();

        assertThat(refusal(world, TO_TWO))
                .contains("visitors would reach it over guestbook_back through edge");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_network_on_which_published_ports_would_go_live() throws Exception {
        World world =
                Visit.world(
                        World.Shape.SINGLE,
                        folder,
                        "lull.role: app",
                        "lull.role: app\n      lull.backstage.keep: default");
        assertThat(refusal(world, TO_TWO))
                .contains("its published ports would go live on single_default")
                .contains("lull.backstage: none");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_page_of_another_daemon() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.engine.create(
                "guestbook-lull-page-app",
                "{\"Image\":\"lull-page:1\",\"Labels\":{\"dev.lull.page\":\"guestbook\","
                        + "\"dev.lull.service\":\"app\"}}");
        world.engine.forgetMutations();

        assertThat(refusal(world, TO_TWO))
                .contains("the page guestbook-lull-page-app is there already")
                .contains("docker rm -f guestbook-lull-page-app");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_restore_whose_image_or_volume_is_gone() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        String point;
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);
            point = String.valueOf(visit.state().notes().get("point"));
        }
        world.engine.images().keySet().stream()
                .filter(i -> i.startsWith("lull-pin/guestbook-app"))
                .forEach(world.engine::untag);
        for (String name : List.of("guestbook-worker-1", "guestbook-cron-1")) {
            world.engine.stop(name);
            world.engine.remove(name);
        }
        world.engine.images().keySet().stream()
                .filter(i -> i.equals("guestbook:1") || i.startsWith("lull-pin/"))
                .forEach(world.engine::untag);
        world.engine.forgetMutations();

        assertThat(refusal(world, new Change.Restore(point)))
                .contains("the image of app")
                .contains("is gone");
    }

    private World kept(String network) {
        return Visit.world(
                World.Shape.GUESTBOOK,
                folder,
                "lull.role: app",
                "lull.role: app\n      lull.backstage.keep: " + network);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_page_image_that_can_not_be_pulled() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.engine.untag(World.PAGE_IMAGE);
        assertThat(refusal(world, TO_TWO))
                .contains("the page image")
                .contains("lull-page:1 is not here and can't be pulled: pull access denied")
                .contains("docker pull lull-page:1");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
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
    @Execution(ExecutionMode.CONCURRENT)
    void an_app_on_the_network_of_another() throws Exception {
        assertThat(refusal(with("    network_mode: service:db\n"), TO_TWO))
                .contains("network_mode is service:db")
                .contains("the page can't take its place");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_hook_that_only_compose_runs() throws Exception {
        assertThat(refusal(with("    post_start: [{command: chown app /uploads}]\n"), TO_TWO))
                .contains("guestbook/app post_start")
                .contains("entrypoint");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
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
    @Execution(ExecutionMode.CONCURRENT)
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
