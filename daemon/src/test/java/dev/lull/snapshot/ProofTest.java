package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much of a copy that shares its blocks is read, by what the configuration says. */
class ProofTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:55:00Z");
    private static final PointId ID = new PointId("guestbook-20261121-075500-w12");
    private static @Nullable Ground ground;

    private Path temp;
    private Path data;

    @BeforeAll
    static void mount() throws Exception {
        ground = new Ground(Ground.Kind.XFS);
    }

    @AfterAll
    static void unmount() {
        if (ground != null) {
            ground.close();
        }
        ground = null;
    }

    /** No sample has a file of this size in it. */
    @BeforeEach
    void open() throws Exception {
        temp = Objects.requireNonNull(ground).fresh();
        data = Files.createDirectory(temp.resolve("data"));
        Host.bash(data, "truncate -s 65M large; printf 'small' > $'a\\nb\\\\c'");
    }

    private Points points(Proof proof) {
        return new Points(
                temp.resolve("points"), Packing.STANDARD, proof, 0, InstantSource.fixed(NOW));
    }

    private RollbackPoint taken(Proof proof) throws IOException, InterruptedException {
        Path compose = Files.writeString(temp.resolve("compose.yaml"), "services: {}\n");
        return points(proof)
                .write(TestPoint.draft(ID, NOW, compose, TestPoint.volume("db", data)), _ -> {});
    }

    private void rot() throws IOException, InterruptedException {
        Host.bash(
                temp.resolve("points").resolve(ID.value()).resolve("volumes/db.tree"),
                "touch -r large ../time; printf x | dd of=large seek=9000 bs=1 conv=notrunc"
                        + " status=none; touch -r ../time large; rm ../time");
    }

    @ParameterizedTest
    @EnumSource
    void what_was_hashed_when_it_was_taken_is_read_whatever_is_asked_for_now(Proof now)
            throws Exception {
        taken(Proof.ALL);
        assertThat(points(now).verify(ID, _ -> {}).problems()).isEmpty();
        rot();
        assertThat(points(now).verify(ID, _ -> {}).problems())
                .contains("volumes/db.tree/large: its content has changed (sha256 differs)");
    }

    @ParameterizedTest
    @EnumSource
    void a_sample_stays_one_and_is_as_good_a_way_back(Proof now) throws Exception {
        RollbackPoint point = taken(Proof.SAMPLE);
        Verification verified = points(now).verify(ID, _ -> {});
        assertThat(verified.problems()).isEmpty();
        assertThat(verified.bytes()).as("a sample").isLessThan(65 << 20);
        Host.bash(data, "rm *");
        points(now).restoreVolume(point, "db", data, _ -> {});
        assertThat(data.resolve("large")).hasSize(65 << 20);
        assertThat(data.resolve("a\nb\\c")).hasContent("small");
    }

    @Test
    void with_all_the_sums_name_every_file_and_every_byte_counts() throws Exception {
        taken(Proof.ALL);
        Path sums = temp.resolve("points").resolve(ID.value()).resolve("volumes/db.sums");
        assertThat(Files.readAllLines(sums))
                .hasSize(2)
                .anyMatch(l -> l.endsWith("  volumes/db.tree/large"))
                .anyMatch(l -> l.startsWith("\\") && l.endsWith("  volumes/db.tree/a\\nb\\\\c"));
        assertThat(points(Proof.ALL).verify(ID, _ -> {}).bytes()).isGreaterThan(65 << 20);
    }

    @Test
    void a_line_of_sums_is_read_as_it_was_printed() {
        for (String name : List.of("a", " a  b ", "a\nb", "a\\b", "\\n", "\r\\\n", "\u00ff")) {
            SumsLine line = new SumsLine("0".repeat(64), name);
            assertThat(line.print()).endsWith("\n").hasLineCount(1);
            assertThat(SumsLine.read(line.print().replaceFirst("\n$", ""))).isEqualTo(line);
        }
    }
}
