package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.testbed.UnsharedTempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A point that was kept elsewhere is taken over whole, or not at all. */
class AdoptionTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:55:00Z");
    private static final PointId ID = new PointId("guestbook-20261121-075500-w12");
    private static final String ARCHIVE = "volumes/guestbook_db-data.tar.zst";

    @TempDir(factory = UnsharedTempDir.class)
    private Path temp;

    private Path backup;
    private Path root;
    private Points points;

    @BeforeEach
    void keepOneElsewhere() throws Exception {
        Path data = Files.createDirectory(temp.resolve("data"));
        Files.writeString(data.resolve("rows"), "1,2,3");
        Path compose = Files.writeString(temp.resolve("compose.yaml"), "services: {}\n");
        Points old = new Points(temp.resolve("old"), InstantSource.fixed(NOW));
        VolumeSource volume = TestPoint.volume("guestbook_db-data", data);
        old.write(TestPoint.draft(ID, NOW, compose, volume), AdoptionTest::silent);
        backup = Files.move(old.root().resolve(ID.value()), temp.resolve("monday"));
        root = temp.resolve("points");
        points = new Points(root, InstantSource.fixed(NOW));
    }

    private static void silent(String line) {}

    private List<String> inRoot() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private void isRefused(Class<? extends SnapshotException> how, String why) throws IOException {
        assertThatThrownBy(() -> points.adopt(backup, AdoptionTest::silent))
                .isInstanceOf(how)
                .hasMessageContaining(why);
        assertThat(inRoot()).isEmpty();
    }

    @Test
    void it_is_one_of_the_store_then_and_brings_back_the_data() throws Exception {
        RollbackPoint adopted = points.adopt(backup, AdoptionTest::silent);

        assertThat(points.find(ID)).contains(adopted);
        assertThat(points.verify(ID, AdoptionTest::silent).problems()).isEmpty();
        assertThat(points.definitions(adopted)).containsExactly(TestPoint.NETWORK);
        Path into = Files.createDirectory(temp.resolve("into"));
        points.restoreVolume(adopted, "guestbook_db-data", into, AdoptionTest::silent);
        assertThat(into.resolve("rows")).hasContent("1,2,3");
        assertThat(backup.resolve(ARCHIVE)).exists();
    }

    @Test
    void only_the_owner_may_look_inside_whatever_the_backup_allows() throws Exception {
        try (Stream<Path> all = Files.walk(backup)) {
            for (Path path : all.toList()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
        }
        points.adopt(backup, AdoptionTest::silent);
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                String wanted = Files.isDirectory(path) ? "rwx------" : "rw-------";
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as("%s", path)
                        .isEqualTo(wanted);
            }
        }
    }

    @Test
    void nothing_but_what_its_manifest_names_comes_along() throws Exception {
        Files.writeString(backup.resolve("volumes/.bash_history"), "");
        points.adopt(backup, AdoptionTest::silent);
        assertThat(root.resolve(ID.value()).resolve("volumes/.bash_history")).doesNotExist();
    }

    @Test
    void taking_it_over_again_is_harmless_also_from_its_own_place() throws Exception {
        RollbackPoint adopted = points.adopt(backup, AdoptionTest::silent);
        assertThat(points.adopt(backup, AdoptionTest::silent)).isEqualTo(adopted);
        assertThat(points.adopt(root.resolve(ID.value()), AdoptionTest::silent)).isEqualTo(adopted);
        assertThat(inRoot()).containsExactly(ID.value());
    }

    @Test
    void another_one_of_that_name_is_not_replaced() throws Exception {
        Path here = Files.createDirectories(root.resolve(ID.value()));
        Files.writeString(here.resolve("SHA256SUMS"), "another");
        assertThatThrownBy(() -> points.adopt(backup, AdoptionTest::silent))
                .isInstanceOf(SnapshotException.Refused.class)
                .hasMessageContaining("another rollback point " + ID);
        assertThat(here.resolve("SHA256SUMS")).hasContent("another");
    }

    @Test
    void one_that_is_here_and_was_damaged_since_is_not_called_good() throws Exception {
        points.adopt(backup, AdoptionTest::silent);
        flip(root.resolve(ID.value()).resolve(ARCHIVE));
        assertThatThrownBy(() -> points.adopt(backup, AdoptionTest::silent))
                .isInstanceOf(SnapshotException.Damaged.class)
                .hasMessageContaining(ARCHIVE);
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void a_flipped_byte_is_found_before_it_counts() throws Exception {
        flip(backup.resolve(ARCHIVE));
        isRefused(SnapshotException.Damaged.class, ARCHIVE);
    }

    @Test
    void a_missing_file_is_named() throws Exception {
        Files.delete(backup.resolve("specs/app-1.json"));
        isRefused(SnapshotException.Damaged.class, "specs/app-1.json: missing");
    }

    @Test
    void no_link_leads_to_another_file_of_the_host() throws Exception {
        Path secret = Files.move(backup.resolve(ARCHIVE), temp.resolve("secret"));
        Files.createSymbolicLink(backup.resolve(ARCHIVE), secret);
        isRefused(SnapshotException.Damaged.class, ARCHIVE + ": lies outside the point");
    }

    @Test
    void no_folder_is_a_link_out_of_it() throws Exception {
        Path away = Files.move(backup.resolve("specs"), temp.resolve("specs"));
        Files.createSymbolicLink(backup.resolve("specs"), away);
        isRefused(SnapshotException.Damaged.class, "specs/app-1.json: lies outside the point");
    }

    @Test
    void a_manifest_of_a_later_lull_is_told() throws Exception {
        Path manifest = backup.resolve("manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace("\"format\" : 1", "\"format\" : 99"));
        isRefused(SnapshotException.Damaged.class, "has format 99");
    }

    @Test
    void what_is_to_stay_free_stays_free() throws Exception {
        points = new Points(root, Packing.STANDARD, 1024L << 40, InstantSource.fixed(NOW));
        isRefused(SnapshotException.Refused.class, "of which 1024 TiB are to stay free");
    }

    @Test
    void what_is_no_point_is_told() throws Exception {
        backup = temp.resolve("nowhere");
        isRefused(SnapshotException.Refused.class, "nowhere is not there");
        backup = Files.createDirectory(temp.resolve("empty"));
        isRefused(SnapshotException.Damaged.class, "manifest.json: missing");
        backup = temp.resolve("compose.yaml");
        isRefused(SnapshotException.Refused.class, "compose.yaml is no folder");
    }
}
