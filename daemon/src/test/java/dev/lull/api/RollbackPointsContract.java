package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.api.RollbackPoints.Point;
import dev.lull.snapshot.RestorePreview;
import dev.lull.stack.StackName;
import dev.lull.window.RefusedException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What everybody who shows rollback points does. */
public abstract class RollbackPointsContract {
    private static final Optional<StackName> GUESTBOOK = Optional.of(new StackName("guestbook"));

    /**
     * With two or more whole points of the stack guestbook, each with a volume and an image. A
     * window needs the newest; the stack keeps one.
     */
    protected abstract RollbackPoints points();

    @Test
    void the_newest_comes_first() {
        assertThat(points().points())
                .hasSizeGreaterThan(1)
                .isSortedAccordingTo(Comparator.comparing(Point::createdAt).reversed());
    }

    @Test
    void each_is_found_by_its_id() {
        List<Point> all = points().points();
        assertThat(all).extracting(Point::id).doesNotHaveDuplicates();
        assertThat(all).allSatisfy(p -> assertThat(points().point(p.id())).contains(p));
    }

    @Test
    void it_says_whose_it_is_and_what_is_in_it() {
        assertThat(points().points())
                .allSatisfy(p -> {
                    assertThat(p.stack().value()).isEqualTo("guestbook");
                    assertThat(p.images()).hasSize(1).containsKey("app");
                    assertThat(p.volumes()).hasSize(1);
                    assertThat(p.bytes()).isGreaterThanOrEqualTo(p.volumes().getFirst().bytes());
                    assertThat(p.verified()).isTrue();
                });
    }

    @Test
    void the_newest_is_read_and_found_good() throws InterruptedException {
        Point newest = points().points().getFirst();
        assertThat(points().verify(newest.id(), line -> {}))
                .hasValueSatisfying(v -> {
                    assertThat(v.problems()).isEmpty();
                    assertThat(v.good()).isTrue();
                    assertThat(v.bytes()).isEqualTo(newest.bytes());
                });
    }

    @Test
    void what_restoring_the_newest_would_change_is_told() throws InterruptedException {
        Point newest = points().points().getFirst();
        assertThat(points().preview(newest.id(), line -> {}))
                .hasValueSatisfying(p -> {
                    assertThat(p.point().value()).isEqualTo(newest.id());
                    assertThat(p.stack()).isEqualTo(newest.stack());
                    assertThat(p.created()).isEqualTo(newest.createdAt());
                    assertThat(p.age()).isPositive();
                    assertThat(p.obstacles()).isEmpty();
                    assertThat(p.volumes())
                            .extracting(RestorePreview.Volume::name)
                            .containsExactly(newest.volumes().getFirst().name());
                });
    }

    @Test
    void a_folder_that_is_not_there_is_not_taken_over() throws InterruptedException {
        List<Point> before = points().points();
        RollbackPoints.Adopted adopted = points().adopt(Path.of("/nowhere/at/all"), line -> {});
        assertThat(adopted.point()).isEmpty();
        assertThat(adopted.made()).isEmpty();
        assertThat(adopted.problems())
                .singleElement()
                .asString()
                .contains("/nowhere/at/all is not there");
        assertThat(points().points()).isEqualTo(before);
    }

    @Test
    void nothing_is_a_point_and_unreadable_too() {
        assertThat(points().unreadable())
                .allSatisfy(u -> {
                    assertThat(points().point(u.name())).isEmpty();
                    assertThat(u.why()).isNotBlank();
                });
    }

    @Test
    void one_that_is_removed_is_gone() throws InterruptedException {
        Point oldest = points().points().getLast();
        assertThat(points().delete(oldest.id())).isTrue();
        assertThat(points().point(oldest.id())).isEmpty();
        assertThat(points().points()).doesNotContain(oldest).isNotEmpty();
        assertThat(points().delete(oldest.id())).isFalse();
        assertThat(points().delete("../../etc/passwd")).isFalse();
    }

    @Test
    void one_that_a_window_needs_is_not_removed() {
        Point newest = points().points().getFirst();
        assertThatThrownBy(() -> points().delete(newest.id()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(newest.id())
                .hasMessageContaining("a window that has not ended");
        assertThat(points().point(newest.id())).contains(newest);
    }

    @Test
    void pruning_removes_what_the_stack_does_not_keep_and_can_be_tried_first()
            throws InterruptedException {
        List<Point> all = points().points();
        List<Point> surplus = all.subList(1, all.size()).reversed();

        assertThat(points().prune(GUESTBOOK, true))
                .extracting(RollbackPoints.Pruned::point)
                .isEqualTo(surplus);
        assertThat(points().points()).isEqualTo(all);
        assertThat(points().prune(Optional.empty(), false))
                .allSatisfy(p -> assertThat(p.why()).contains("retention"))
                .extracting(RollbackPoints.Pruned::point)
                .isEqualTo(surplus);
        assertThat(points().points()).containsExactly(all.getFirst());
        assertThat(points().prune(GUESTBOOK, false)).isEmpty();
    }

    @Test
    void a_stack_that_is_not_there_is_not_pruned() {
        Optional<StackName> nobody = Optional.of(new StackName("nobody"));
        assertThatThrownBy(() -> points().prune(nobody, false))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("there is no stack 'nobody'");
    }

    @Test
    void one_that_is_not_there_and_what_can_be_no_id_are_not_found() throws InterruptedException {
        assertThat(points().point("guestbook-20200101-000000-w99")).isEmpty();
        assertThat(points().point("../../etc/passwd")).isEmpty();
        assertThat(points().verify("guestbook-20200101-000000-w99", line -> {})).isEmpty();
        assertThat(points().verify("../../etc/passwd", line -> {})).isEmpty();
        assertThat(points().preview("guestbook-20200101-000000-w99", line -> {})).isEmpty();
        assertThat(points().preview("../../etc/passwd", line -> {})).isEmpty();
    }
}
