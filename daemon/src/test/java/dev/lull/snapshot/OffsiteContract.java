package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.testbed.UnsharedTempDir;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Offsite} does. */
abstract class OffsiteContract {
    static final Instant NOW = Instant.parse("2026-11-21T07:55:00Z");
    static final PointId ID = new PointId("guestbook-20261121-075500-w12");

    @TempDir(factory = UnsharedTempDir.class)
    Path temp;

    Points points;
    Offsite offsite;

    @BeforeEach
    void begin() throws Exception {
        points = new Points(temp.resolve("points"), InstantSource.fixed(NOW));
        offsite = offsite(points);
    }

    /** A place with nothing in it. */
    abstract Offsite offsite(Points points) throws Exception;

    /** Makes it so that nothing can be copied there. */
    abstract void breakIt() throws Exception;

    RollbackPoint point(PointId id, String rows) throws Exception {
        Path data = Files.createDirectories(temp.resolve("data"));
        Files.writeString(data.resolve("rows"), rows);
        Path compose = Files.writeString(temp.resolve("compose.yaml"), "services: {}\n");
        return points.write(
                TestPoint.draft(id, NOW, compose, TestPoint.volume("guestbook_db-data", data)),
                OffsiteContract::silent);
    }

    static void silent(String line) {}

    @Test
    void nothing_is_in_the_way_of_a_copy() throws Exception {
        assertThat(offsite.obstacles()).isEmpty();
    }

    @Test
    void a_point_is_copied_whole() throws Exception {
        point(ID, "1,2,3");

        Offsite.Copy copy = offsite.copy(ID, OffsiteContract::silent);

        Amount here = Amount.of(points.folder(ID));
        assertThat(copy.files()).isEqualTo(here.files()).isGreaterThan(3);
        assertThat(copy.bytes()).isEqualTo(here.bytes());
        assertThat(copy.added()).hasValueSatisfying(a -> assertThat(a).isPositive());
    }

    @Test
    void a_copy_that_is_there_already_counts() throws Exception {
        point(ID, "1,2,3");
        Offsite.Copy first = offsite.copy(ID, OffsiteContract::silent);

        Offsite.Copy second = offsite.copy(ID, OffsiteContract::silent);

        assertThat(second.name()).isEqualTo(first.name());
        assertThat(second.added()).isEmpty();
        assertThat(second.files()).isEqualTo(first.files());
    }

    @Test
    void each_point_has_a_copy_of_its_own() throws Exception {
        PointId other = new PointId("guestbook-20261122-075500-w13");
        point(ID, "1,2,3");
        point(other, "1,2,3,4");

        Offsite.Copy one = offsite.copy(ID, OffsiteContract::silent);
        Offsite.Copy two = offsite.copy(other, OffsiteContract::silent);

        assertThat(two.name()).isNotEqualTo(one.name());
        assertThat(two.added()).isPresent();
    }

    @Test
    void a_point_that_is_not_here_can_not_be_copied() {
        assertThatThrownBy(() -> offsite.copy(ID, OffsiteContract::silent))
                .isInstanceOf(SnapshotException.Refused.class)
                .hasMessageContaining(ID.value());
    }

    @Test
    void what_is_in_the_way_is_known_before_and_told_then() throws Exception {
        point(ID, "1,2,3");
        breakIt();

        List<Offsite.Obstacle> obstacles = offsite.obstacles();

        assertThat(obstacles).hasSize(1);
        assertThatThrownBy(() -> offsite.copy(ID, OffsiteContract::silent))
                .isInstanceOf(SnapshotException.Failed.class)
                .hasMessageContaining(obstacles.getFirst().what())
                .hasMessageContaining(obstacles.getFirst().fix());
    }
}
