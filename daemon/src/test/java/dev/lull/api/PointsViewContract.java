package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.api.PointsView.Point;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What everybody who shows rollback points does. */
public abstract class PointsViewContract {
    /** With two or more whole points of the stack guestbook, each with a volume and an image. */
    protected abstract PointsView points();

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
    void nothing_is_a_point_and_unreadable_too() {
        assertThat(points().unreadable())
                .allSatisfy(u -> {
                    assertThat(points().point(u.name())).isEmpty();
                    assertThat(u.why()).isNotBlank();
                });
    }

    @Test
    void one_that_is_not_there_and_what_can_be_no_id_are_not_found() throws InterruptedException {
        assertThat(points().point("guestbook-20200101-000000-w99")).isEmpty();
        assertThat(points().point("../../etc/passwd")).isEmpty();
        assertThat(points().verify("guestbook-20200101-000000-w99", line -> {})).isEmpty();
        assertThat(points().verify("../../etc/passwd", line -> {})).isEmpty();
    }
}
