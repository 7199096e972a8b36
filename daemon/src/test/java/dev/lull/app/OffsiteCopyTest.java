package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.report.WindowReport;
import dev.lull.snapshot.FakeOffsite;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SnapshotException;
import dev.lull.stack.ServiceName;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.StepRun.Status;
import dev.lull.window.WindowState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the copy elsewhere in a window, and of the window without it. */
class OffsiteCopyTest {
    private static final Change UPDATE = new Change.Update(Map.of(), false);

    @TempDir private Path folder;

    private World world;
    private FakeOffsite offsite;

    @BeforeEach
    void begin() {
        world = new World(World.Shape.GUESTBOOK, folder).copiesOffsite();
        offsite = world.offsite.orElseThrow();
    }

    private PointId point() {
        return world.points.list().points().getFirst().id();
    }

    private static String happened(Visit visit) {
        return report(visit).advice().happened();
    }

    private static WindowReport report(Visit visit) {
        return WindowReport.of(visit.id(), visit.events(), Instant.EPOCH);
    }

    private static Status copy(WindowState state) {
        return state.forward().stream()
                .filter(s -> s.kind() == StepKind.COPY_OFFSITE)
                .findFirst()
                .orElseThrow()
                .status();
    }

    @Test
    void the_point_is_copied_once_visitors_are_in_and_what_came_of_it_is_told() throws Exception {
        try (Visit visit = new Visit(world)) {
            assertThat(visit.open(UPDATE).phase()).isEqualTo(Phase.DONE);

            assertThat(offsite.has(point())).isTrue();
            String copy = "fake snapshot of " + point();
            assertThat(report(visit).offsite()).get().asString().startsWith(copy);
            assertThat(happened(visit)).contains("nothing you must do. Its off-site copy: " + copy);
            assertThat(visit.warnings()).noneMatch(w -> w.contains("off-site"));
        }
    }

    @Test
    void one_that_fails_is_a_warning_of_a_window_that_is_done() throws Exception {
        try (Visit visit =
                new Visit(
                        world,
                        step ->
                                context -> {
                                    if (context.planned().kind() == StepKind.WATCH) {
                                        offsite.troubledBy("the line is cut", "Mend it");
                                    }
                                    return step.perform(context);
                                })) {
            assertThat(visit.open(UPDATE).phase()).isEqualTo(Phase.DONE);

            assertThat(copy(visit.state())).isEqualTo(Status.FAILED);
            assertThat(visit.warnings()).contains("the line is cut. Mend it");
            assertThat(happened(visit))
                    .contains(
                            "But there is no off-site copy of its rollback point: the line is cut")
                    .doesNotContain("nothing you must do");
            assertThat(report(visit).offsite()).contains("none: the line is cut. Mend it");
        }
    }

    @Test
    void while_it_is_copied_the_point_can_not_be_removed_and_the_window_says_what_it_does()
            throws Exception {
        offsite.slow();
        try (Visit visit = new Visit(world)) {
            visit.begin(UPDATE);
            offsite.awaitCopying();

            assertThat(visit.phase()).isEqualTo(Phase.WATCHING);
            assertThat(happened(visit)).startsWith("Visitors are in, and the change is done.");
            assertThat(visit.state().offers())
                    .containsExactlyInAnyOrder(Action.REOPEN, Action.ROLLBACK);
            assertThatThrownBy(() -> visit.delete(point()))
                    .isInstanceOf(SnapshotException.Refused.class);

            offsite.letGo();
            assertThat(visit.rest().phase()).isEqualTo(Phase.DONE);
            assertThat(offsite.has(point())).isTrue();
        }
    }

    @Test
    void a_person_need_not_wait_for_it() throws Exception {
        offsite.slow();
        try (Visit visit = new Visit(world)) {
            visit.begin(UPDATE);
            offsite.awaitCopying();

            WindowState end = visit.ask(Action.REOPEN);

            assertThat(end.phase()).isEqualTo(Phase.DONE);
            assertThat(copy(end)).isEqualTo(Status.FAILED);
            assertThat(happened(visit)).contains("no off-site copy", "given up by ada");
            assertThat(offsite.has(point())).isFalse();
            assertThat(visit.events())
                    .noneMatch(e ->
                            e.event() instanceof Event.StepFailed failed
                                    && failed.step() == StepKind.COPY_OFFSITE);
        }
    }

    @Test
    void a_rollback_by_hand_ends_it() throws Exception {
        offsite.slow();
        try (Visit visit = new Visit(world)) {
            visit.begin(UPDATE);
            offsite.awaitCopying();

            assertThat(visit.ask(Action.ROLLBACK).phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(offsite.has(point())).isFalse();
        }
    }

    @Test
    void a_window_that_a_person_works_in_and_a_restore_have_one_too() throws Exception {
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());
            assertThat(visit.ask(Action.REOPEN).phase()).isEqualTo(Phase.DONE);
        }
        PointId first = point();
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.Restore(first.value()));
            assertThat(visit.phase()).isEqualTo(Phase.DONE);
        }
        assertThat(world.points.list().points())
                .hasSize(2)
                .extracting(RollbackPoint::id)
                .allMatch(offsite::has);
    }

    @Test
    void a_window_that_went_the_way_back_has_none() throws Exception {
        world.migrationFails();
        try (Visit visit = new Visit(world)) {
            Change upgrade =
                    new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), false);
            assertThat(visit.open(upgrade).phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(offsite.has(point())).isFalse();
        }
    }

    @Test
    void a_second_window_is_told_how_to_come_to_its_turn() throws Exception {
        offsite.slow();
        try (Visit visit = new Visit(world)) {
            visit.begin(UPDATE);
            offsite.awaitCopying();

            assertThatThrownBy(() -> visit.openNow(UPDATE))
                    .hasMessageContaining("wait for its off-site copy, or give that up with 'lull")
                    .hasMessageContaining("reopen " + visit.id() + "'");
            visit.ask(Action.REOPEN);
        }
    }
}
