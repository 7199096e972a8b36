package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lull.testbed.UnsharedTempDir;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:55:00Z");

    @TempDir(factory = UnsharedTempDir.class)
    private Path temp;

    @Test
    void level_and_threads_are_those_of_zstd() {
        assertThat(new Compression(19, 2).command())
                .containsExactly("zstd", "--quiet", "--check", "-19", "-T2", "--stdout");
        assertThat(Compression.STANDARD.command())
                .containsExactly("zstd", "--quiet", "--check", "-3", "-T0", "--stdout");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "20, 0", "-1, 0", "3, -1"})
    void what_zstd_does_not_know_is_refused(int level, int threads) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Compression(level, threads));
    }

    @Test
    void a_higher_level_makes_a_smaller_archive_that_is_as_whole() throws Exception {
        Path data = Files.createDirectory(temp.resolve("data"));
        Files.writeString(data.resolve("rows"), rows());

        RollbackPoint fast = point(data, "fast", new Compression(1, 1));
        RollbackPoint small = point(data, "small", new Compression(19, 2));

        assumeThat(fast.volumes().getFirst().store()).isEqualTo(ArchiveStore.WORD);
        assertThat(small.volumes().getFirst().bytes())
                .isLessThan(fast.volumes().getFirst().bytes() * 9 / 10);
        Points points = new Points(temp.resolve("small"), InstantSource.fixed(NOW));
        assertThat(points.verify(small.id(), _ -> {}).problems()).isEmpty();
    }

    private RollbackPoint point(Path data, String root, Compression compression) throws Exception {
        Path compose = Files.writeString(temp.resolve("compose.yaml"), "services: {}\n");
        return new Points(
                        temp.resolve(root),
                        new Packing(compression, Optional.empty()),
                        0,
                        InstantSource.fixed(NOW))
                .write(
                        TestPoint.draft(
                                new PointId("guestbook-20261121-075500-w12"),
                                NOW,
                                compose,
                                TestPoint.volume("data", data)),
                        _ -> {});
    }

    private static String rows() {
        Random random = new Random(7);
        StringBuilder rows = new StringBuilder();
        while (rows.length() < 1 << 20) {
            rows.append("visitor ").append(random.nextInt(5000)).append(" wrote ");
            rows.append(Integer.toString(random.nextInt(9999), 36)).append('\n');
        }
        return rows.toString();
    }
}
