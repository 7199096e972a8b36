package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.stack.StackName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real archives of real trees. */
final class VolumePreviewTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:55:00Z");

    @TempDir private Path temp;
    private Path data;
    private Points points;

    @BeforeEach
    void open() throws IOException {
        data = Files.createDirectory(temp.resolve("data"));
        points = new Points(temp.resolve("points"), InstantSource.fixed(NOW));
    }

    private RollbackPoint written() throws InterruptedException {
        PointDraft draft =
                new PointDraft(
                        new PointId("shop-w1"),
                        new StackName("shop"),
                        "1",
                        "update",
                        "anna",
                        NOW,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                                new VolumeSource(
                                        "shop_data",
                                        VolumeSource.Kind.VOLUME,
                                        data,
                                        List.of("db"))),
                        List.of(),
                        List.of(),
                        List.of("docker", "compose"),
                        "{}");
        return points.write(draft, line -> {});
    }

    private VolumeChanges changes(RollbackPoint point, VolumePreview preview)
            throws InterruptedException {
        return preview.of(point, point.volumes().getFirst(), data, line -> {});
    }

    @Test
    void a_nasty_tree_that_nobody_touched_looks_as_it_did() throws Exception {
        NastyTree.make(data);
        RollbackPoint point = written();
        assertThat(changes(point, new VolumePreview(points))).isEqualTo(VolumeChanges.NONE);
        assertThat(changes(point, new VolumePreview(points, 7))).isEqualTo(VolumeChanges.NONE);
    }

    @Test
    void every_name_of_a_nasty_tree_is_known_again_and_nothing_is_touched() throws Exception {
        NastyTree.make(data);
        RollbackPoint point = written();
        NastyTree.spoil(data);
        String spoiled = NastyTree.seen(data);

        VolumeChanges changes = changes(point, new VolumePreview(points));

        assertThat(changes.returning().first()).containsExactly("empty", "sparse");
        assertThat(changes.returning().bytes()).isEqualTo(5 << 20);
        assertThat(changes.overwritten().first())
                .as("the content of one file is that of its links too")
                .contains(".", "deep", "deep/hard-too", "hard", "plain");
        assertThat(changes.overwritten().count()).isEqualTo(7);
        assertThat(changes.removed().first())
                .containsExactly(
                        ".hidden", "added", "added/since", "added/since/\ufffd", "hard/in");
        assertThat(changes.removed().count()).isEqualTo(6);
        assertThat(changes.removed().bytes()).isEqualTo(8);
        assertThat(NastyTree.seen(data)).isEqualTo(spoiled);
        assertThat(changes(point, new VolumePreview(points, 3)))
                .as("looked at in parts")
                .isEqualTo(changes);
    }

    @Test
    void all_of_it_would_come_back_into_an_empty_folder() throws Exception {
        NastyTree.make(data);
        RollbackPoint point = written();
        Host.bash(data, "find . -mindepth 1 -delete");
        VolumeChanges changes = changes(point, new VolumePreview(points));
        SavedVolume saved = point.volumes().getFirst();
        assertThat(changes.returning().count()).isEqualTo(saved.entries() - 1);
        assertThat(changes.returning().bytes()).isEqualTo(saved.contentBytes());
        assertThat(changes.removed().count()).isZero();
    }

    @Test
    void a_folder_that_could_not_be_restored_into_is_refused() throws Exception {
        RollbackPoint point = written();
        Files.delete(data);
        assertThatThrownBy(() -> changes(point, new VolumePreview(points)))
                .isInstanceOf(SnapshotException.Refused.class)
                .hasMessageContaining(data + " is not a folder on this host");
    }
}
