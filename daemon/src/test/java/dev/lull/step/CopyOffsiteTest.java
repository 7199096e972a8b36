package dev.lull.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.StepKind;
import dev.lull.snapshot.PointId;
import dev.lull.window.NoteKey;
import dev.lull.window.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyOffsiteTest {
    @TempDir private Path folder;

    private Stage stage;

    @BeforeEach
    void takeAPoint() throws Exception {
        stage =
                new Stage(
                        folder,
                        Stage.file(
                                "",
                                "labels: {lull.role: app, lull.check.timeout: 300ms}\n",
                                "",
                                "networks:\n  default: {name: shop_default}\n"));
        stage.done(StepKind.PREPARE);
        stage.done(StepKind.SNAPSHOT);
    }

    private PointId point() {
        return stage.points.list().points().getFirst().id();
    }

    @Test
    void what_was_seen_there_is_noted() throws Exception {
        String done = stage.done(StepKind.COPY_OFFSITE);

        assertThat(done)
                .startsWith("fake snapshot of " + point() + ", ")
                .contains(" added, ")
                .endsWith(" seen there");
        assertThat(stage.note(NoteKey.OFFSITE)).contains(done + ", in /mnt/elsewhere");
        assertThat(stage.offsite.has(point())).isTrue();
        assertThat(stage.warned).isEmpty();
    }

    @Test
    void done_twice_it_is_done_once() throws Exception {
        stage.done(StepKind.COPY_OFFSITE);
        assertThat(stage.done(StepKind.COPY_OFFSITE)).contains(", which was there already: ");
    }

    @Test
    void what_fails_it_is_a_warning_and_nothing_is_claimed() throws Exception {
        stage.offsite.troubledBy("the line is cut", "Mend it");

        assertThat(stage.failed(StepKind.COPY_OFFSITE)).isEqualTo("the line is cut. Mend it");
        assertThat(stage.warned).containsExactly("the line is cut. Mend it");
        assertThat(stage.note(NoteKey.OFFSITE)).isEmpty();
    }

    @Test
    void a_point_that_is_gone_is_told() throws Exception {
        PointId id = point();
        stage.points.delete(id);
        assertThat(stage.failed(StepKind.COPY_OFFSITE))
                .isEqualTo("there is no rollback point " + id);
    }

    @Test
    void what_it_would_wait_for_has_failed_it() throws Exception {
        Outcome outcome = new NeverHeld(_ -> new Outcome.Waits("Docker is gone")).perform(stage);
        assertThat(outcome).isEqualTo(new Outcome.Failed("Docker is gone"));
        assertThat(stage.warned).containsExactly("Docker is gone");
    }

    @Test
    void what_is_in_the_way_is_a_warning_when_the_window_is_prepared() throws Exception {
        stage.offsite.troubledBy("the line is cut", "Mend it");
        stage.done(StepKind.PREPARE);
        assertThat(stage.warned)
                .containsExactly(
                        "shop: off-site copy of the rollback point: the line is cut. Mend it.");
    }
}
