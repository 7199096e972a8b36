package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkageTest {
    private static final Instant NIGHT = Instant.parse("2026-03-01T03:00:00Z");
    private static final long MIB = 1L << 20;

    /** A point whose volumes v0, v1, … hold so much. */
    private static RollbackPoint point(String id, Instant at, long... bytes) {
        RollbackPoint empty = TestPoint.of(id, at, 1, 0);
        List<SavedVolume> volumes =
                IntStream.range(0, bytes.length).mapToObj(i -> volume("v" + i, bytes[i])).toList();
        return new RollbackPoint(
                empty.format(),
                empty.id(),
                empty.stack(),
                empty.window(),
                empty.why(),
                empty.by(),
                at,
                at,
                at,
                Arrays.stream(bytes).sum(),
                List.of(),
                List.of(),
                volumes,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "{}");
    }

    private static SavedVolume volume(String name, long bytes) {
        return new SavedVolume(
                name,
                VolumeSource.Kind.VOLUME,
                Path.of("/volumes", name),
                List.of("app"),
                ArchiveStore.WORD,
                "volumes/" + name + ".tar.zst",
                bytes,
                "",
                2,
                bytes,
                new Shape(1, 1, 0, 0, bytes, bytes, ""),
                1,
                List.of(),
                List.of());
    }

    private static List<String> shrinkage(int percent, long before, long now) {
        return Shrinkage.of(
                point("shop-1", NIGHT, before),
                point("shop-2", NIGHT.plusSeconds(9), now),
                percent);
    }

    @Test
    void what_holds_less_by_more_than_the_limit_is_named() {
        assertThat(shrinkage(50, 4096 * MIB, 12 * MIB))
                .containsExactly("v0 holds 12 MiB, and held 4.0 GiB in rollback point shop-1");
        assertThat(shrinkage(50, 100 * MIB, 50 * MIB)).isEmpty();
        assertThat(shrinkage(50, 100 * MIB, 50 * MIB - 1)).hasSize(1);
        assertThat(shrinkage(0, 100 * MIB, 98 * MIB)).hasSize(1);
        assertThat(shrinkage(100, 100 * MIB, 0)).isEmpty();
    }

    @Test
    void what_grows_or_was_small_is_not() {
        assertThat(shrinkage(50, 10 * MIB, 20 * MIB)).isEmpty();
        assertThat(shrinkage(50, MIB, 0)).isEmpty();
        assertThat(shrinkage(50, MIB + 1, 0)).hasSize(1);
    }

    @Test
    void each_volume_is_compared_with_the_one_of_its_name() {
        RollbackPoint before = point("shop-1", NIGHT, 10 * MIB, 10 * MIB, 10 * MIB);
        assertThat(Shrinkage.of(before, point("shop-2", NIGHT, 10 * MIB, 0), 50))
                .containsExactly("v1 holds 0 B, and held 10 MiB in rollback point shop-1");
    }

    @Test
    void the_point_before_is_the_newest_of_the_stack_that_is_older() {
        RollbackPoint oldest = point("shop-1", NIGHT);
        RollbackPoint before = point("shop-2", NIGHT.plusSeconds(60));
        RollbackPoint now = point("shop-3", NIGHT.plusSeconds(120));

        assertThat(Shrinkage.before(now, List.of(now, before, oldest))).contains(before);
        assertThat(Shrinkage.before(oldest, List.of(now, before, oldest))).isEmpty();
    }
}
