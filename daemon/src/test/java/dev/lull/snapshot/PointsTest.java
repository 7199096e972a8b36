package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lull.testbed.UnsharedTempDir;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PointsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:55:00.123456Z");
    private static final PointId ID = new PointId("guestbook-20261121-075500-w12");

    @TempDir(factory = UnsharedTempDir.class)
    private Path temp;

    private Path root;
    private Path data;
    private Path compose;
    private Points points;

    @BeforeEach
    void open() throws IOException {
        root = temp.resolve("points");
        data = Files.createDirectory(temp.resolve("data"));
        compose = Files.writeString(temp.resolve("compose.yaml"), "services: {}\n");
        Files.setPosixFilePermissions(compose, PosixFilePermissions.fromString("rw-r-----"));
        points = new Points(root, InstantSource.fixed(NOW));
    }

    private static void silent(String line) {}

    private PointDraft draft(PointId id, VolumeSource... volumes) {
        return TestPoint.draft(id, NOW, compose, volumes);
    }

    private VolumeSource volume() {
        return TestPoint.volume("guestbook_db-data", data);
    }

    private RollbackPoint written() throws InterruptedException {
        return points.write(draft(ID, volume()), PointsTest::silent);
    }

    private List<String> inRoot() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void skipped_visibly_unless_root_owners_and_attributes_are_part_of_the_round_trip()
            throws Exception {
        assumeThat(Host.isRoot()).as("owners, devices and trusted.* need root").isTrue();
        assumeThat(Host.has("setfattr")).as("xattrs need setfattr (package attr)").isTrue();
        assumeThat(Host.has("setfacl")).as("ACLs need setfacl (package acl)").isTrue();
        NastyTree.make(data);
        assertThat(NastyTree.seen(data))
                .contains("trusted.lull", "user:4321:rw-", "default:user:4321:rwx", "12345");
    }

    @Test
    void the_manifest_says_everything_but_secrets_and_reads_back_the_same() throws Exception {
        Files.writeString(data.resolve("rows"), "1,2,3");
        RollbackPoint point = written();

        assertThat(points.find(ID)).contains(point);
        assertThat(points.list().points()).containsExactly(point);
        assertThat(point.verified()).isEqualTo(NOW);
        assertThat(point.contentBytes()).isEqualTo(5);
        assertThat(point.certificate()).isEqualTo("{\"quiet\":true,\"writers\":[]}");
        String manifest = Files.readString(root.resolve(ID.value()).resolve("manifest.json"));
        assertThat(manifest)
                .startsWith("{\n  \"format\" : 1,")
                .contains("tar --extract", compose.toString(), "lull/pin:w12-app")
                .doesNotContain("hunter2");
        assertThat(points.specs(point).getFirst().rawInspect()).isEqualTo(TestPoint.SECRET);
        assertThat(points.specs(point).toString()).doesNotContain("hunter2");
    }

    @Test
    void only_the_owner_may_look_inside() throws Exception {
        written();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                String wanted = Files.isDirectory(path) ? "rwx------" : "rw-------";
                assertThat(Files.getPosixFilePermissions(path))
                        .as("%s", path)
                        .isEqualTo(PosixFilePermissions.fromString(wanted));
            }
        }
    }

    @Test
    void a_compose_file_goes_back_with_its_mode() throws Exception {
        RollbackPoint point = written();
        Files.writeString(compose, "services: {new: {}}\n");
        Files.setPosixFilePermissions(compose, PosixFilePermissions.fromString("rwxrwxrwx"));
        points.restoreFile(point, compose);
        assertThat(compose).hasContent("services: {}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(compose)))
                .isEqualTo("rw-r-----");
        assertThatThrownBy(() -> points.restoreFile(point, temp.resolve("other")))
                .isInstanceOf(SnapshotException.Refused.class);
    }

    @Test
    void leftovers_of_a_crash_are_no_points_and_are_removed() throws Exception {
        Path leftover = Files.createDirectories(root.resolve(".tmp-" + ID).resolve("volumes"));
        Files.writeString(leftover.resolve("half.tar.zst"), "half");
        Files.createDirectories(root.resolve(".tmp-other"));
        assertThat(points.list().points()).isEmpty();
        assertThat(points.list().unreadable()).isEmpty();

        written();
        assertThat(inRoot()).containsExactly(".tmp-other", ID.value());
        assertThat(points.sweep(_ -> {})).containsExactly(".tmp-other");
        assertThat(inRoot()).containsExactly(ID.value());
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
            f.seek(at);
            int b = f.read();
            f.seek(at);
            f.write(b ^ 1);
        }
    }

    private static void truncate(Path file) throws IOException {
        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
            f.setLength(f.length() - 1);
        }
    }

    @Test
    void a_manifest_of_a_later_format_or_a_damaged_one_is_reported_not_hidden() throws Exception {
        written();
        Path manifest = root.resolve(ID.value()).resolve("manifest.json");
        String json = Files.readString(manifest);

        Files.writeString(manifest, json.replace("\"format\" : 1", "\"format\" : 2"));
        unreadable("format 2");
        Files.writeString(manifest, json.replace("to v2", "to v3"));
        unreadable("damaged");
        truncate(manifest);
        unreadable("not JSON");
        Files.delete(manifest);
        unreadable("missing");
    }

    private void unreadable(String problem) throws InterruptedException {
        assertThat(points.verify(ID, PointsTest::silent).problems())
                .singleElement()
                .asString()
                .contains("manifest.json", problem);
        assertThat(points.list().points()).isEmpty();
        assertThat(points.list().unreadable())
                .singleElement()
                .satisfies(u -> assertThat(u.folder()).isEqualTo(ID.value()))
                .satisfies(u -> assertThat(u.problem()).contains(problem));
        assertThatThrownBy(() -> points.find(ID)).isInstanceOf(SnapshotException.Damaged.class);
    }

    @Test
    void a_changed_spec_is_found_and_not_used() throws Exception {
        RollbackPoint point = written();
        flip(root.resolve(ID.value()).resolve("specs/app-1.json"), 3);
        assertThat(points.verify(ID, PointsTest::silent).problems())
                .singleElement()
                .asString()
                .contains("specs/app-1.json");
        assertThatThrownBy(() -> points.specs(point)).isInstanceOf(SnapshotException.Damaged.class);
    }

    @Test
    void how_points_are_kept_is_asked_for_each_and_stays_so_while_one_is_taken() throws Exception {
        Files.writeString(data.resolve("a"), "a");
        Encryption nobody =
                new Encryption(
                        Encryption.Method.AGE, List.of("nobody"), temp.resolve("nobody.key"));
        AtomicReference<Keeping> keeping =
                new AtomicReference<>(new Keeping(Packing.STANDARD, Proof.SAMPLE, 1));
        points = new Points(root, keeping::get, InstantSource.fixed(NOW));
        assertThat(points.reserve()).isEqualTo(1);

        RollbackPoint point =
                points.write(
                        draft(ID, volume()),
                        _ ->
                                keeping.set(
                                        new Keeping(
                                                new Packing(
                                                        Compression.STANDARD, Optional.of(nobody)),
                                                Proof.ALL,
                                                2)));

        assertThat(point.volumes()).allMatch(v -> v.file().endsWith(".tar.zst"));
        assertThat(points.reserve()).isEqualTo(2);
        assertThat(points.packingProblem()).as("nobody could read the next one").isPresent();
        assertThat(points.verify(ID, PointsTest::silent).problems()).isEmpty();
    }

    @Test
    void a_full_disk_leaves_nothing_and_says_how_much_to_free() throws Exception {
        assumeThat(Host.isRoot()).as("mounting a small tmpfs needs root").isTrue();
        Path small = Files.createDirectory(temp.resolve("small"));
        Host.bash(small, "mount -t tmpfs -o size=2m lull-test " + small);
        try {
            byte[] noise = new byte[8 << 20];
            new Random(1).nextBytes(noise);
            Files.write(data.resolve("noise"), noise);
            Points there = new Points(small.resolve("points"), InstantSource.fixed(NOW));

            assertThatThrownBy(() -> there.write(draft(ID, volume()), PointsTest::silent))
                    .isInstanceOf(SnapshotException.NoSpace.class)
                    .hasMessageContaining(small.resolve("points").toString())
                    .hasMessageContaining("the copies take up to 8.0 MiB")
                    .hasMessageContaining("free another 6.0 MiB");
            assertThat(small.resolve("points")).isEmptyDirectory();
            assertThat(there.freeBytes()).isGreaterThan(1 << 20);
        } finally {
            Host.bash(temp, "umount " + small);
        }
    }

    private void noise(int mebibytes) throws IOException, InterruptedException {
        Host.bash(data, "head -c " + mebibytes + "M /dev/urandom > noise");
    }

    private static void until(Condition condition) throws Exception {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.sleep(1);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static Thread started(Interruptible work, AtomicReference<Throwable> end) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        work.run();
                    } catch (Throwable e) {
                        end.set(e);
                    }
                });
    }

    private interface Interruptible {
        void run() throws Exception;
    }

    @Test
    void an_interrupted_write_leaves_nothing() throws Exception {
        noise(192);
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread writer = started(this::written, end);
        Path half = root.resolve(".tmp-" + ID).resolve("volumes/guestbook_db-data.tar.zst");
        until(() -> Files.exists(half) && Files.size(half) > 0);
        writer.interrupt();
        writer.join();

        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(inRoot()).isEmpty();
        until(() -> ProcessHandle.current().children().noneMatch(PointsTest::isOurs));
        assertThat(written().volumes()).hasSize(1);
    }

    private static boolean isOurs(ProcessHandle p) {
        String command = p.info().command().orElse("");
        return command.endsWith("/tar") || command.endsWith("/zstd");
    }

    @Test
    void an_interrupted_restore_can_be_done_again() throws Exception {
        noise(192);
        String before = Host.bash(data, "sha256sum noise");
        RollbackPoint point = written();
        Files.delete(data.resolve("noise"));
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread restorer =
                started(
                        () ->
                                points.restoreVolume(
                                        point, "guestbook_db-data", data, PointsTest::silent),
                        end);
        until(() -> Files.exists(data.resolve("noise")));
        restorer.interrupt();
        restorer.join();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);

        points.restoreVolume(point, "guestbook_db-data", data, PointsTest::silent);
        assertThat(Host.bash(data, "sha256sum noise")).isEqualTo(before);
    }

    @Test
    void a_volume_that_is_written_to_meanwhile_is_no_rollback_point() throws Exception {
        noise(64);
        Path log = Files.writeString(data.resolve("log"), "a");
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread writer = started(this::written, end);
        Path half = root.resolve(".tmp-" + ID).resolve("volumes/guestbook_db-data.tar.zst");
        until(() -> Files.exists(half) && Files.size(half) > 0);
        Files.writeString(log, "ab");
        writer.join();
        assertThat(end.get())
                .isInstanceOf(SnapshotException.Failed.class)
                .hasMessageContaining("volume guestbook_db-data");
        assertThat(inRoot()).isEmpty();
    }

    @Test
    void what_is_mounted_inside_comes_along_and_what_was_mounted_since_is_safe() throws Exception {
        assumeThat(Host.isRoot()).as("mounting a tmpfs needs root").isTrue();
        Path inside = Files.createDirectories(data.resolve("a/in side"));
        Path since = Files.createDirectories(data.resolve("since"));
        Host.bash(data, "mount -t tmpfs -o size=1m lull-test 'a/in side'");
        List<Path> mounted = new ArrayList<>(List.of(inside));
        try {
            Files.writeString(inside.resolve("rows"), "old");
            RollbackPoint point = written();
            assertThat(point.volumes().getFirst().mountsInside()).containsExactly("a/in side");
            Files.writeString(inside.resolve("rows"), "new");
            points.restoreVolume(point, "guestbook_db-data", data, PointsTest::silent);
            assertThat(inside.resolve("rows")).hasContent("old");

            Host.bash(data, "mount -t tmpfs -o size=1m lull-test since");
            mounted.add(since);
            Files.writeString(since.resolve("precious"), "!");
            assertThatThrownBy(() ->
                            points.restoreVolume(
                                    point, "guestbook_db-data", data, PointsTest::silent))
                    .isInstanceOf(SnapshotException.Refused.class)
                    .hasMessageContaining("since");
            assertThat(since.resolve("precious")).exists();
        } finally {
            for (Path mount : mounted) {
                Host.bash(temp, "umount '" + mount + "'");
            }
        }
    }

    @Test
    void what_can_not_be_done_is_refused_before_anything_is_touched() throws Exception {
        assertThatThrownBy(() ->
                        points.write(
                                draft(ID, TestPoint.volume("v", temp.resolve("no"))),
                                PointsTest::silent))
                .isInstanceOf(SnapshotException.Refused.class)
                .hasMessageContaining("is not there");
        assertThatThrownBy(() ->
                        points.write(draft(ID, TestPoint.volume("v", compose)), PointsTest::silent))
                .isInstanceOf(SnapshotException.Refused.class)
                .hasMessageContaining("not a folder");
        assertThatThrownBy(() ->
                        points.write(draft(ID, TestPoint.volume("v", temp)), PointsTest::silent))
                .isInstanceOf(SnapshotException.Refused.class)
                .hasMessageContaining("lie inside");
        assertThat(inRoot()).isEmpty();
        RollbackPoint point = written();
        assertThatThrownBy(() ->
                        points.restoreVolume(point, "guestbook_db-data", temp, PointsTest::silent))
                .isInstanceOf(SnapshotException.Refused.class);
        assertThatThrownBy(() -> points.restoreVolume(point, "other", data, PointsTest::silent))
                .isInstanceOf(SnapshotException.Refused.class);
        assertThatThrownBy(() -> points.verify(new PointId("nope"), PointsTest::silent))
                .isInstanceOf(SnapshotException.Refused.class);
        assertThat(points.find(new PointId("nope"))).isEmpty();
    }

    @Test
    void points_are_listed_newest_first_and_deleted_whole() throws Exception {
        RollbackPoint old = written();
        PointDraft d = draft(new PointId("guestbook-20261122-075500-w13"), volume());
        RollbackPoint young =
                points.write(
                        new PointDraft(
                                d.id(),
                                d.stack(),
                                "w13",
                                d.why(),
                                d.by(),
                                NOW.plusSeconds(86_400),
                                d.images(),
                                d.specs(),
                                d.definitions(),
                                d.volumes(),
                                d.leftOut(),
                                d.files(),
                                d.compose(),
                                d.certificate()),
                        PointsTest::silent);
        assertThat(points.list().points()).containsExactly(young, old);
        points.delete(ID);
        points.delete(ID);
        assertThat(inRoot()).containsExactly(young.id().value());
    }

    @Test
    void ids_and_drafts_are_checked() {
        for (String bad : List.of("", "..", ".tmp-x", "a/b", "a b", "x".repeat(201))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new PointId(bad));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draft(ID, volume(), volume()))
                .withMessageContaining("guestbook_db-data");
    }
}
