package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.window.Action;
import dev.lull.window.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of old rollback points at the end of a window. */
class RetentionTest {
    @TempDir private Path folder;

    private World keeping(String retention) {
        return Visit.world(
                World.Shape.GUESTBOOK,
                folder,
                "x-lull: {watch: 0s}",
                "x-lull: {watch: 0s, retention: " + retention + "}");
    }

    private static List<PointId> points(World world) {
        return world.points.list().points().stream().map(RollbackPoint::id).toList();
    }

    /** Gives the point that a window has taken, while it waits for a person. */
    private static PointId window(World world) throws InterruptedException {
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());
            PointId taken = points(world).getFirst();
            visit.ask(Action.REOPEN);
            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            return taken;
        }
    }

    @Test
    void what_the_stack_does_not_keep_goes_when_it_is_well_again() throws Exception {
        World world = keeping("{last: 1}");
        window(world);
        RollbackPoint first = world.points.list().points().getFirst();
        String pin = first.images().getFirst().pin();
        assertThat(world.engine.image(pin)).isPresent();
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());
            assertThat(points(world)).hasSize(2);
            visit.ask(Action.REOPEN);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(points(world)).hasSize(1).doesNotContain(first.id());
            assertThat(world.engine.image(pin)).isEmpty();
            assertThat(
                            visit.events().stream()
                                    .map(e -> e.event())
                                    .filter(Event.Said.class::isInstance)
                                    .flatMap(e -> ((Event.Said) e).lines().stream())
                                    .collect(Collectors.joining("\n")))
                    .contains("removed rollback point " + first.id());
        }
    }

    @Test
    void without_a_retention_every_point_is_kept() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        List<PointId> taken = List.of(window(world), window(world), window(world));
        assertThat(points(world)).containsExactlyElementsOf(taken.reversed());
    }

    @Test
    void a_point_that_a_window_returns_to_stays_until_it_has_ended() throws Exception {
        World world = keeping("{last: 1}");
        PointId first = window(world);
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.Restore(first.value()));

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(points(world)).contains(first).hasSize(2);
        }
        window(world);
        assertThat(points(world)).hasSize(1);
    }
}
