package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.testbed.UnsharedTempDir;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who can read a point that is encrypted, and what is told of those who can't. */
class EncryptionTest {
    private static final PointId ID = OnGround.ID;
    private static final String SECRET = "hunter2, and nobody is to know\n";

    @TempDir(factory = UnsharedTempDir.class)
    private Path temp;

    private Path data;

    @BeforeEach
    void fill() throws Exception {
        data = Files.createDirectory(temp.resolve("data"));
        Files.writeString(data.resolve("rows"), SECRET.repeat(50));
    }

    private Points points(Optional<Encryption> encryption) {
        return new Points(
                temp.resolve("points"),
                new Packing(Compression.STANDARD, encryption),
                0,
                InstantSource.fixed(OnGround.NOW));
    }

    private Points points(TestKey key) {
        return points(Optional.of(key.encryption()));
    }

    private RollbackPoint write(Points points) throws Exception {
        Path compose = Files.writeString(temp.resolve("compose.yaml"), "services: {}\n");
        return points.write(
                TestPoint.draft(ID, OnGround.NOW, compose, TestPoint.volume("db", data)), _ -> {});
    }

    private Path archive(RollbackPoint point) {
        return temp.resolve("points/" + ID).resolve(point.volumes().getFirst().file());
    }

    private void assertLocked(Points points, RollbackPoint point, String... why) throws Exception {
        Files.writeString(data.resolve("rows"), "present");
        assertThat(points.verify(ID, _ -> {}).problems())
                .singleElement()
                .asString()
                .contains(why)
                .startsWith(point.volumes().getFirst().file());
        assertThatThrownBy(() -> points.restoreVolume(point, "db", data, _ -> {}))
                .isInstanceOf(SnapshotException.Damaged.class)
                .hasMessageContainingAll(why)
                .hasMessageContaining("nothing touched");
        assertThat(data.resolve("rows")).hasContent("present");
    }

    @ParameterizedTest
    @EnumSource
    void nothing_of_the_data_can_be_read_in_the_point(Encryption.Method method) throws Exception {
        try (TestKey key = TestKey.of(method)) {
            RollbackPoint point = write(points(key));

            assertThat(point.volumes().getFirst().store()).isEqualTo(ArchiveStore.WORD);
            assertThat(Files.readString(archive(point), StandardCharsets.ISO_8859_1))
                    .doesNotContain("hunter2", "rows");
            assertThat(points(key).verify(ID, _ -> {}).problems()).isEmpty();
            Files.writeString(data.resolve("rows"), "present");
            points(key).restoreVolume(point, "db", data, _ -> {});
            assertThat(data.resolve("rows")).hasContent(SECRET.repeat(50));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_key_is_found_named_and_nothing_restored(Encryption.Method method)
            throws Exception {
        try (TestKey right = TestKey.of(method);
                TestKey wrong = TestKey.of(method)) {
            RollbackPoint point = write(points(right));
            String tool = wrong.encryption().encrypt().getFirst();

            assertLocked(points(wrong), point, "can't be decrypted", tool + " ended with ");
        }
    }

    @Test
    void a_point_whose_key_is_configured_no_more_is_named_with_the_way_out() throws Exception {
        try (TestKey key = TestKey.of(Encryption.Method.AGE);
                TestKey other = TestKey.of(Encryption.Method.GPG)) {
            RollbackPoint point = write(points(key));
            String[] why = {"can't be decrypted", "no key for it", "snapshot.encryption"};

            assertLocked(points(Optional.empty()), point, why);
            assertLocked(points(other), point, why);
        }
    }

    @Test
    void points_from_before_it_was_configured_are_as_good() throws Exception {
        RollbackPoint point = write(points(Optional.empty()));
        try (TestKey key = TestKey.of(Encryption.Method.AGE)) {
            Points points = points(key);
            assertThat(points.verify(ID, _ -> {}).problems()).isEmpty();
            Files.writeString(data.resolve("rows"), "present");
            points.restoreVolume(point, "db", data, _ -> {});
            assertThat(data.resolve("rows")).hasContent(SECRET.repeat(50));
        }
    }

    @Test
    void each_recipient_can_read_it() throws Exception {
        try (TestKey ours = TestKey.of(Encryption.Method.AGE);
                TestKey theirs = TestKey.of(Encryption.Method.AGE)) {
            Encryption both =
                    new Encryption(
                            Encryption.Method.AGE,
                            List.of(
                                    ours.encryption().recipients().getFirst(),
                                    theirs.encryption().recipients().getFirst()),
                            ours.encryption().identity());
            RollbackPoint point = write(points(Optional.of(both)));

            assertThat(
                            Host.bash(
                                    temp,
                                    theirs.encryption().decryptByHand()
                                            + " "
                                            + archive(point)
                                            + " | zstd -d | tar --extract --to-stdout ./rows"))
                    .isEqualTo(SECRET.repeat(50));
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_could_not_be_read_again_is_told_before_anything_is_written(Encryption.Method method)
            throws Exception {
        try (TestKey ours = TestKey.of(method);
                TestKey theirs = TestKey.of(method)) {
            Encryption blind =
                    new Encryption(
                            method, theirs.encryption().recipients(), ours.encryption().identity());

            assertThat(points(ours).packingProblem()).isEmpty();
            assertThat(points(Optional.of(blind)).packingProblem())
                    .hasValueSatisfying(why ->
                            assertThat(why).contains(blind.encrypt().getFirst() + " ended with "));
        }
    }

    @Test
    void a_host_that_packs_nothing_secret_needs_no_key() throws Exception {
        assertThat(points(Optional.empty()).packingProblem()).isEmpty();
    }

    @Test
    void nobody_is_no_recipient() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Encryption(Encryption.Method.AGE, List.of(), temp));
    }
}
