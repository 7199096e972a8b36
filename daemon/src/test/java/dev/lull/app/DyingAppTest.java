package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.ServiceName;
import dev.lull.window.Action;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An app that was checked and ends just before it is opened, while it is, or just after. */
class DyingAppTest {
    private static final Change TO_TWO =
            new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), false);

    @TempDir private Path folder;

    private World dying(World.Shape shape, String instant) {
        World world = new World(shape, folder);
        return world.whenReopening(
                () -> world.after(instant, () -> world.engine.crash(shape.stack + "-app-1", 1)));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(
            strings = {
                "connect guestbook_default guestbook-app-1",
                "connect guestbook_back guestbook-app-1",
                "exec guestbook-proxy-1 nginx -s reload"
            })
    void the_page_does_not_leave_for_one_that_ends_beside_it(String instant) throws Exception {
        World world = dying(World.Shape.GUESTBOOK, instant);
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.REOPEN_APP))
                    .contains("guestbook-app-1 was checked, and has ended (exited, exit code 1)")
                    .contains("the page stays in its place");
            assertHeldBehindThePage(visit);
            assertThat(world.silences()).isEmpty();
            assertOpensOnRetry(visit);
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"stop single-lull-page-app", "connect single_default single-app-1"})
    void the_page_is_back_before_anybody_is_refused_by_one_that_ends_in_the_swap(String instant)
            throws Exception {
        World world = dying(World.Shape.SINGLE, instant);
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.REOPEN_APP))
                    .contains("single-app-1 was checked, and has ended (exited, exit code 1)")
                    .contains("the page is back in its place");
            assertHeldBehindThePage(visit);
            assertThat(world.engine.publisher(18081)).hasValue("single-lull-page-app");
            assertThat(world.silences()).isEmpty();
            assertOpensOnRetry(visit);
        }
    }

    /** Nothing can keep it from that: what can be done is to close the door again. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({
        "GUESTBOOK, restartPolicy guestbook-lull-page-app no",
        "GUESTBOOK, discard guestbook-lull-page-app",
        "SINGLE, discard single-lull-page-app"
    })
    void the_door_is_closed_again_on_one_that_ends_as_soon_as_it_is_open(
            World.Shape shape, String instant) throws Exception {
        World world = dying(shape, instant);
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.REOPEN_APP))
                    .contains(shape.stack + "-app-1 does not run (exited, exit code 1)");
            assertHeldBehindThePage(visit);
            assertOpensOnRetry(visit);
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource
    void one_that_ended_since_it_was_checked_is_started_and_checked_again(World.Shape shape)
            throws Exception {
        World world = new World(shape, folder);
        world.whenReopening(() -> world.engine.crash(shape.stack + "-app-1", 1));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(said(visit)).anyMatch(line -> line.contains("checking it again"));
            assertThat(world.violations()).isEmpty();
            assertThat(world.silences()).isEmpty();
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource
    void one_that_does_not_come_up_again_is_not_opened(World.Shape shape) throws Exception {
        World world = new World(shape, folder);
        world.whenReopening(() -> {
            world.newVersionIsIll();
            world.engine.crash(shape.stack + "-app-1", 1);
        });
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.REOPEN_APP)).contains("does not run (exited, exit");
            assertHeldBehindThePage(visit);
            visit.ask(Action.ROLLBACK);
            assertThat(visit.phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(world.differencesFromBefore()).isEmpty();
            assertThat(world.violations()).isEmpty();
            assertThat(world.silences()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void one_that_ends_while_the_workers_are_opened_is_told_of_by_the_final_watch()
            throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.whenReopening(() ->
                world.after(
                        "start guestbook-worker-1",
                        () -> world.engine.crash("guestbook-app-1", 1)));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.state().held().map(h -> h.step())).contains(StepKind.WATCH);
            assertThat(visit.failure(StepKind.WATCH))
                    .contains("guestbook-app-1 does not run (exited, exit code 1)")
                    .contains("Visitors are in");
            visit.ask(Action.ROLLBACK);
            assertThat(visit.phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(world.differencesFromBefore()).isEmpty();
        }
    }

    private static void assertHeldBehindThePage(Visit visit) {
        World world = visit.world;
        assertThat(visit.state().held().map(h -> h.step())).contains(StepKind.REOPEN_APP);
        assertThat(world.engine.all())
                .filteredOn(c -> c.labels().containsKey(World.LABEL_PAGE))
                .singleElement()
                .matches(c -> c.isRunning(), "the page runs");
        assertThat(world.violations()).isEmpty();
    }

    private static void assertOpensOnRetry(Visit visit) throws InterruptedException {
        visit.ask(Action.RETRY);
        assertThat(visit.phase()).isEqualTo(Phase.DONE);
        assertThat(visit.world.violations()).isEmpty();
    }

    private static List<String> said(Visit visit) {
        return visit.events().stream()
                .map(Recorded::event)
                .filter(Event.Said.class::isInstance)
                .flatMap(e -> ((Event.Said) e).lines().stream())
                .toList();
    }
}
