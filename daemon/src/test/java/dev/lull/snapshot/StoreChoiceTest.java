package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreChoiceTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:55:00Z");
    private static final PointId ID = new PointId("guestbook-20261121-075500-w12");

    @TempDir private Path temp;

    private static Points points(Path ground) {
        return new Points(ground.resolve("points"), InstantSource.fixed(NOW));
    }

    private static Path folder(Path ground, String name) throws IOException {
        return Files.createDirectory(ground.resolve(name));
    }

    private PointDraft draft(Path data) throws IOException {
        Path compose = Files.writeString(temp.resolve("compose.yaml"), "services: {}\n");
        return TestPoint.draft(ID, NOW, compose, TestPoint.volume("db", data));
    }

    @Test
    void blocks_that_can_be_shared_take_next_to_no_room() throws Exception {
        try (Ground xfs = new Ground(Ground.Kind.XFS)) {
            Path place = xfs.fresh();
            Points points = points(place);
            Path data = folder(place, "data");
            Host.bash(data, "mkdir in; truncate -s 50M in/rows; : > zero");
            Estimate estimate = points.estimate("it", data, _ -> {});
            assertThat(estimate.store()).isEqualTo("reflink");
            assertThat(estimate.why()).contains("shares blocks with " + points.root());
            assertThat(estimate.contentBytes()).isEqualTo(50 << 20);
            assertThat(estimate.bytes()).isEqualTo(2048);
            assertThat(points.root()).isEmptyDirectory();
            assertThat(points.estimate("it", folder(place, "empty"), _ -> {}).store())
                    .isEqualTo("reflink");
        }
    }

    @Test
    void where_blocks_can_not_be_shared_it_is_an_archive() throws Exception {
        try (Ground xfs = new Ground(Ground.Kind.XFS);
                Ground ext4 = new Ground(Ground.Kind.EXT4)) {
            Path data = folder(xfs.fresh(), "data");
            Path place = ext4.fresh();
            Points points = points(place);
            assertThat(points.estimate("it", data, _ -> {}).store())
                    .as("empty, elsewhere")
                    .isEqualTo("archive");
            Files.writeString(data.resolve("rows"), "1,2,3");
            assertThat(points.estimate("it", data, _ -> {}))
                    .isEqualTo(
                            new Estimate(
                                    "archive",
                                    "its file system shares no blocks with " + points.root(),
                                    5,
                                    5,
                                    Duration.ofSeconds(1)));
            Path there = folder(place, "data");
            Files.writeString(there.resolve("rows"), "1,2,3");
            assertThat(points.estimate("it", there, _ -> {}).store()).isEqualTo("archive");
            assertThat(points.root()).isEmptyDirectory();
        }
    }

    @Test
    void what_is_mounted_inside_comes_along_in_an_archive() throws Exception {
        try (Ground xfs = new Ground(Ground.Kind.XFS)) {
            Path place = xfs.fresh();
            Path data = folder(place, "data");
            Files.writeString(data.resolve("rows"), "1,2,3");
            Path inside = folder(data, "inside");
            Host.bash(data, "mount -t tmpfs -o size=1m lull-test inside");
            try {
                Files.writeString(inside.resolve("rows"), "4,5,6");
                assertThat(points(place).estimate("it", data, _ -> {}).why())
                        .isEqualTo("mounted inside: inside");
                RollbackPoint point = points(place).write(draft(data), _ -> {});
                assertThat(point.volumes().getFirst().store()).isEqualTo("archive");
                Files.writeString(inside.resolve("rows"), "spoilt");
                points(place).restoreVolume(point, "db", data, _ -> {});
                assertThat(inside.resolve("rows")).hasContent("4,5,6");
            } finally {
                Host.bash(place, "umount data/inside");
            }
        }
    }

    @Test
    void a_subvolume_beside_the_points_is_kept_as_a_snapshot_that_goes_with_its_point()
            throws Exception {
        try (Ground btrfs = new Ground(Ground.Kind.SUBVOLUME)) {
            Path place = btrfs.fresh();
            Path data = btrfs.volume(place.resolve("data"));
            Host.bash(
                    data,
                    "head -c 9000 /dev/urandom > a; touch z; chattr +C z; head -c 9000 a > z");
            Points points = points(place);
            Estimate estimate = points.estimate("it", data, _ -> {});
            assertThat(estimate.store()).isEqualTo("btrfs");
            assertThat(estimate.why())
                    .isEqualTo("it is a subvolume of the btrfs that has " + points.root());

            RollbackPoint point = points.write(draft(data), _ -> {});
            assertThat(point.volumes().getFirst().store()).isEqualTo("btrfs");
            assertThat(point.volumes().getFirst().file()).isEqualTo("volumes/db.subvolume");
            assertThat(Host.bash(place, "btrfs subvolume list " + place)).contains("db.subvolume");
            Host.bash(data, "rm a; head -c 9000 /dev/urandom > z");
            points.restoreVolume(point, "db", data, _ -> {});
            assertThat(data.resolve("a")).hasSameBinaryContentAs(data.resolve("z"));
            assertThat(Host.bash(place, "stat -c %i data").strip())
                    .as("the very subvolume that Docker mounts")
                    .isEqualTo("256");
            points.delete(ID);
            assertThat(Host.bash(place, "btrfs subvolume list " + place))
                    .doesNotContain("db.subvolume");
        }
    }

    @Test
    void a_subvolume_with_another_one_inside_is_kept_otherwise_and_why_is_said() throws Exception {
        try (Ground btrfs = new Ground(Ground.Kind.SUBVOLUME)) {
            Path place = btrfs.fresh();
            Path data = btrfs.volume(place.resolve("data"));
            Host.bash(data, "btrfs subvolume create inside; printf rows > inside/rows");
            Estimate estimate = points(place).estimate("it", data, _ -> {});
            assertThat(estimate.store()).isEqualTo("reflink");
            assertThat(estimate.why())
                    .contains("shares blocks with")
                    .contains("a subvolume, but a snapshot leaves out the subvolumes inside it");

            RollbackPoint point = points(place).write(draft(data), _ -> {});
            Host.bash(data, "printf spoilt > inside/rows");
            points(place).restoreVolume(point, "db", data, _ -> {});
            assertThat(data.resolve("inside/rows")).hasContent("rows");
        }
    }

    @Test
    void a_subvolume_of_another_disk_is_archived() throws Exception {
        try (Ground here = new Ground(Ground.Kind.SUBVOLUME);
                Ground there = new Ground(Ground.Kind.SUBVOLUME)) {
            Path data = there.volume(there.fresh().resolve("data"));
            Files.writeString(data.resolve("rows"), "1,2,3");
            assertThat(points(here.fresh()).estimate("it", data, _ -> {}).store())
                    .isEqualTo("archive");
        }
    }

    /** On btrfs nothing can share blocks with a file that has {@code chattr +C}. */
    @Test
    void a_volume_of_which_one_file_can_not_share_its_blocks_is_archived() throws Exception {
        try (Ground btrfs = new Ground(Ground.Kind.BTRFS)) {
            Path place = btrfs.fresh();
            Path data = folder(place, "data");
            Host.bash(
                    data,
                    "head -c 9000 /dev/urandom > a; touch z; chattr +C z; head -c 9000 a > z");
            assertThat(points(place).estimate("it", data, _ -> {}).store()).isEqualTo("reflink");
            List<String> said = new ArrayList<>();
            RollbackPoint point = points(place).write(draft(data), said::add);

            assertThat(said)
                    .anyMatch(l -> l.contains("cp ended") && l.contains("archived instead"));
            SavedVolume saved = point.volumes().getFirst();
            assertThat(saved.store()).isEqualTo("archive");
            try (var files = Files.list(place.resolve("points/" + ID + "/volumes"))) {
                assertThat(files)
                        .containsExactly(place.resolve("points/" + ID).resolve(saved.file()));
            }
            assertThat(points(place).verify(ID, _ -> {}).problems()).isEmpty();
        }
    }

    @Test
    void a_volume_that_a_later_lull_has_kept_is_refused_and_untouched() throws Exception {
        Path data = folder(temp, "data");
        Files.writeString(data.resolve("rows"), "1,2,3");
        RollbackPoint point = points(temp).write(draft(data), _ -> {});
        Path folder = temp.resolve("points/" + ID);
        Path manifest = folder.resolve("manifest.json");
        String store = "\"store\" : \"" + point.volumes().getFirst().store() + "\"";
        Files.writeString(
                manifest, Files.readString(manifest).replace(store, "\"store\" : \"cloud\""));
        Host.bash(
                folder,
                "sed -i '/manifest.json/d' SHA256SUMS; sha256sum manifest.json >> SHA256SUMS");
        RollbackPoint later = points(temp).find(ID).orElseThrow();

        String problem = "volume db: kept in a store that this Lull does not know: cloud";
        assertThat(points(temp).verify(ID, _ -> {}).problems()).containsExactly(problem);
        assertThatThrownBy(() -> points(temp).restoreVolume(later, "db", data, _ -> {}))
                .isInstanceOf(SnapshotException.Refused.class)
                .hasMessage(problem);
        assertThatThrownBy(() -> points(temp).write(draft(data), _ -> {}))
                .as("taken for the new one, or removed for it")
                .isInstanceOf(SnapshotException.Refused.class)
                .hasMessage(problem);
        assertThat(data.resolve("rows")).hasContent("1,2,3");
    }
}
