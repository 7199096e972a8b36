package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.Endpoint;
import dev.lull.docker.Inspect;
import dev.lull.page.Detour;
import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.testbed.Wait;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Apps that visitors reach through more, or other, than a proxy of their own stack. */
@Execution(ExecutionMode.CONCURRENT)
class RoutedAppTest {
    private static final String TRAEFIK = "traefik.enable: 'true'";
    private static final String TOLD = TRAEFIK + ", traefik.docker.network: guestbook_default";

    @TempDir private Path folder;

    private World guestbook(String from, String to) {
        return Visit.world(World.Shape.GUESTBOOK, folder, from, to);
    }

    private World labelled(String labels) {
        return guestbook(
                "lull.role: app\n",
                "lull.role: app\n      " + labels.replace(", ", "\n      ") + "\n");
    }

    private static String refusal(World world) throws InterruptedException {
        try (Visit visit = new Visit(world)) {
            assertThat(visit.open(new Change.None()).phase()).isEqualTo(Phase.REFUSED);
            return visit.failure(StepKind.PREPARE);
        }
    }

    private static List<String> warnings(World world) throws InterruptedException {
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());
            visit.ask(Action.REOPEN);
            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            return visit.events().stream()
                    .map(Recorded::event)
                    .filter(Event.Warned.class::isInstance)
                    .map(e -> ((Event.Warned) e).text())
                    .toList();
        }
    }

    @Test
    void one_that_traefik_might_look_for_backstage_is_refused() throws Exception {
        assertThat(refusal(labelled(TRAEFIK)))
                .contains("guestbook/app", "Traefik is not told on which network")
                .contains("Add the label traefik.docker.network");
    }

    @Test
    void so_is_a_helper_that_joins_the_app_backstage() throws Exception {
        assertThat(refusal(guestbook("{lull.role: none}", "{lull.role: none, " + TRAEFIK + "}")))
                .contains("guestbook/mail", "traefik.docker.network");
    }

    @Test
    void one_that_traefik_is_told_of_or_kept_from_is_not() throws Exception {
        assertThat(warnings(labelled("traefik.enable: 'false'"))).isEmpty();
    }

    @Test
    void traefik_is_given_the_time_to_see_that_the_app_is_healthy() throws Exception {
        World world = labelled(TOLD);
        Visit.edit(world, "lull.check.timeout: 300ms", "lull.check.timeout: 60s");
        world.compose.up(world.project);
        List<Boolean> pageAnswers = new CopyOnWriteArrayList<>();
        world.whenReopening(() -> {
            world.engine.health("guestbook-app-1", "starting");
            Thread.ofVirtual()
                    .start(() -> {
                        LockSupport.parkNanos(150_000_000);
                        pageAnswers.add(
                                world.engine.all().stream()
                                        .filter(Inspect::isRunning)
                                        .anyMatch(c -> c.labels().containsKey(World.LABEL_PAGE)));
                        world.engine.health("guestbook-app-1", "healthy");
                    });
        });
        assertThat(warnings(world)).isEmpty();
        assertThat(pageAnswers).containsExactly(true);
    }

    @Test
    void a_second_app_joins_when_no_detour_of_the_first_is_left() throws Exception {
        World world =
                guestbook(
                        "  worker:\n",
                        """
                          web:
                            image: guestbook:1
                            expose: ["8000"]
                            networks: {default: null, back: null}
                            labels:
                              lull.role: app
                              traefik.enable: 'true'
                              traefik.docker.network: guestbook_default
                              lull.check.timeout: 60s
                              lull.watch: 0s
                          worker:
                        """);
        List<List<Detour.Turn>> seen = new CopyOnWriteArrayList<>();
        world.whenReopening(() -> {
            world.engine.health("guestbook-web-1", "starting");
            Thread.ofVirtual()
                    .start(() -> {
                        Wait.until("web has joined", () -> isIn(world, "guestbook-web-1"));
                        seen.add(world.detour().turns(one(world, "guestbook-proxy-1").pid()));
                        world.engine.health("guestbook-web-1", "healthy");
                    });
        });
        assertThat(warnings(world)).isEmpty();
        assertThat(seen).containsExactly(List.of());
    }

    private static boolean isIn(World world, String app) {
        return one(world, app).networks().containsKey("guestbook_default");
    }

    private static Inspect one(World world, String name) {
        return world.engine.inspect(name).orElseThrow();
    }

    @Test
    void a_published_port_beside_a_proxy_is_warned_of() throws Exception {
        World world =
                guestbook(
                        "    expose: [\"8000\"]\n",
                        "    ports: [{target: 8000, published: \"18000\"}]\n");
        assertThat(warnings(world)).anyMatch(w -> w.contains("is behind a proxy too"));
    }

    @Test
    void a_proxy_of_another_stack_is_warned_of() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        String proxy = world.engine.create("edge", "{\"Image\":\"nginx:1\"}");
        world.engine.runsOn("edge");
        world.engine.start(proxy);
        world.engine.connect("guestbook_default", proxy, Endpoint.of(List.of()));

        assertThat(warnings(world))
                .anyMatch(w -> w.contains("edge of another stack") && w.contains("Reload it"));
    }

    @Test
    void a_variable_that_only_a_persons_shell_has_is_warned_of() throws Exception {
        assertThat(warnings(guestbook("hunter2", "\"${GUESTBOOK_SECRET}\"")))
                .anyMatch(w ->
                        w.contains("GUESTBOOK_SECRET has no value") && w.contains(".env file"));
    }

    @Test
    void an_app_that_needs_another_is_started_after_it() throws Exception {
        World world =
                guestbook(
                        "  worker:\n    image",
                        """
                          admin:
                            image: mail:1
                            expose: ["8000"]
                            networks: {default: null}
                            depends_on: {app: {}}
                            labels: {lull.role: app, lull.check.timeout: 300ms, lull.watch: 0s}
                          worker:
                            image\
                        """);
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());
            world.engine.forgetMutations();
            visit.ask(Action.REOPEN);
            assertThat(visit.phase()).isEqualTo(Phase.DONE);
        }
        assertThat(world.engine.mutations())
                .filteredOn(m -> m.matches("start guestbook-(app|admin)-1"))
                .containsExactly("start guestbook-app-1", "start guestbook-admin-1");
    }
}
