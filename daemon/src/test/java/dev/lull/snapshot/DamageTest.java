package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to the copy of a volume is found, named, and never restored over good data. */
@ParameterizedClass
@EnumSource
class DamageTest extends OnGround {
    DamageTest(Ground.Kind kind) {
        super(kind);
    }

    private interface Harm {
        void to(Path file) throws Exception;
    }

    /** The file that has the data in it. */
    private Path copy() {
        String file =
                switch (kind) {
                    case EXT4 -> "volumes/db.tar.zst";
                    case AGE -> "volumes/db.tar.zst.age";
                    case GPG -> "volumes/db.tar.zst.gpg";
                    case XFS, BTRFS, EVERY_BYTE, SUBVOLUME -> tree() + "/sub/rows";
                };
        return folder().resolve(file);
    }

    private String tree() {
        return kind == Ground.Kind.SUBVOLUME ? "volumes/db.subvolume" : "volumes/db.tree";
    }

    private void isFoundAndNotRestored(Path file, Harm harm, String... problem) throws Exception {
        Path rows = Files.createDirectory(data.resolve("sub")).resolve("rows");
        Files.writeString(rows, "old rows");
        RollbackPoint point =
                points.write(
                        TestPoint.draft(ID, NOW, compose, TestPoint.volume("db", data)),
                        OnGround::silent);
        assertThat(points.verify(ID, OnGround::silent).problems()).isEmpty();
        Files.writeString(rows, "present");
        harm.to(file);

        assertThat(String.join("\n", points.verify(ID, OnGround::silent).problems()))
                .contains(problem);
        assertThatThrownBy(() -> points.restoreVolume(point, "db", data, OnGround::silent))
                .isInstanceOf(SnapshotException.Damaged.class)
                .hasMessageContainingAll(problem)
                .hasMessageContaining("nothing touched");
        assertThat(rows).hasContent("present");
    }

    private static void flip(Path file) throws IOException {
        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
            long at = f.length() / 2;
            f.seek(at);
            int b = f.read();
            f.seek(at);
            f.write(b ^ 1);
        }
    }

    /** As a disk that rots would do it. */
    private static void flipUnnoticed(Path file) throws IOException {
        FileTime before = Files.getLastModifiedTime(file);
        flip(file);
        Files.setLastModifiedTime(file, before);
    }

    private static void truncate(Path file) throws IOException {
        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
            f.setLength(f.length() - 1);
        }
    }

    private String named() {
        return folder().relativize(copy()).toString();
    }

    private void assumeShared() {
        assumeThat(kind.shares()).as("an archive is one file").isTrue();
    }

    @Test
    void a_flipped_byte_is_found_and_never_restored() throws Exception {
        isFoundAndNotRestored(copy(), DamageTest::flip, named() + ": its content has changed");
    }

    @Test
    void a_byte_that_was_flipped_without_a_trace_is_found_and_never_restored() throws Exception {
        isFoundAndNotRestored(
                copy(), DamageTest::flipUnnoticed, named() + ": its content has changed");
    }

    @Test
    void what_was_truncated_is_found_and_never_restored() throws Exception {
        String instead =
                switch (kind) {
                    case EXT4, AGE, GPG -> ": truncated";
                    case XFS, BTRFS, EVERY_BYTE, SUBVOLUME -> ": its content has changed";
                };
        isFoundAndNotRestored(copy(), DamageTest::truncate, named() + instead);
    }

    @Test
    void what_is_missing_is_found_and_never_restored() throws Exception {
        isFoundAndNotRestored(copy(), Files::delete, named() + ": missing");
    }

    @Test
    void a_file_that_was_added_is_named_and_never_restored() throws Exception {
        assumeShared();
        isFoundAndNotRestored(
                copy().resolveSibling("added"),
                f -> Files.writeString(f, "!"),
                tree() + ": 4 entries instead of 3",
                "changed since the point was written: ",
                tree() + "/sub/added");
    }

    @Test
    void a_mode_that_was_changed_is_named_and_never_restored() throws Exception {
        assumeShared();
        isFoundAndNotRestored(
                copy(),
                f -> f.toFile().setExecutable(true),
                tree() + ": a name, owner, mode",
                "changed since the point was written: " + tree() + "/sub/rows");
    }

    @Test
    void a_copy_that_is_gone_is_found_and_the_volume_not_emptied() throws Exception {
        assumeShared();
        isFoundAndNotRestored(folder().resolve(tree()), Durable::deleteTree, tree() + ": missing");
    }

    @Test
    void sums_that_were_changed_along_with_the_data_are_not_trusted() throws Exception {
        assumeShared();
        isFoundAndNotRestored(
                copy(),
                f -> {
                    flipUnnoticed(f);
                    Host.bash(folder(), "sha256sum " + tree() + "/sub/rows > volumes/db.sums");
                },
                "volumes/db.sums: its content has changed");
    }
}
