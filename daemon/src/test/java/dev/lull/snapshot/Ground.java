package dev.lull.snapshot;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lull.testbed.Folders;
import dev.lull.testbed.LoopDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** A place for volumes and points together, where a store is chosen. */
final class Ground implements AutoCloseable {
    private final Kind kind;
    private final Path folder;
    private final Optional<TestKey> key;

    /** File systems that differ in what they can do, and points that are kept otherwise on some. */
    enum Kind {
        EXT4("ext4", ArchiveStore.WORD),
        XFS("xfs", ReflinkStore.WORD),
        BTRFS("btrfs", ReflinkStore.WORD),
        SUBVOLUME("btrfs", SubvolumeStore.WORD),
        EVERY_BYTE("btrfs", ReflinkStore.WORD),
        AGE("xfs", ArchiveStore.WORD),
        GPG("ext4", ArchiveStore.WORD);

        private final String fileSystem;
        private final String store;

        Kind(String fileSystem, String store) {
            this.fileSystem = fileSystem;
            this.store = store;
        }

        /** The store that volumes are kept in there. */
        String store() {
            return store;
        }

        /** Whether copies share their blocks with the volumes. */
        boolean shares() {
            return !store.equals(ArchiveStore.WORD);
        }

        private Proof proof() {
            return this == EVERY_BYTE ? Proof.ALL : Proof.SAMPLE;
        }

        private Optional<TestKey> key() throws IOException, InterruptedException {
            return switch (this) {
                case EXT4, XFS, BTRFS, SUBVOLUME, EVERY_BYTE -> Optional.empty();
                case AGE -> Optional.of(TestKey.of(Encryption.Method.AGE));
                case GPG -> Optional.of(TestKey.of(Encryption.Method.GPG));
            };
        }
    }

    /** One of a GiB. Skips the test, visibly, where there can be none. */
    Ground(Kind kind) throws IOException, InterruptedException {
        this(kind, 1);
    }

    /** The same, of so many GiB; what is never written takes no room. */
    Ground(Kind kind, int gib) throws IOException, InterruptedException {
        this.kind = kind;
        this.key = kind.key();
        assumeThat(Host.isRoot())
                .as("mounting an image of %s needs root", kind.fileSystem)
                .isTrue();
        assumeThat(Host.has("mkfs." + kind.fileSystem))
                .as("needs mkfs.%s (package xfsprogs, btrfs-progs, e2fsprogs)", kind.fileSystem)
                .isTrue();
        if (kind == Kind.SUBVOLUME) {
            assumeThat(Host.has("btrfs")).as("needs btrfs (package btrfs-progs)").isTrue();
        }
        this.folder = new LoopDisk(kind.fileSystem, (long) gib << 30).folder();
    }

    String store() {
        return kind.store();
    }

    /** Points as they are kept here, in a folder anywhere. */
    Points points(Path root) {
        Packing packing = new Packing(Compression.STANDARD, key.map(TestKey::encryption));
        return new Points(root, packing, kind.proof(), 0, InstantSource.fixed(OnGround.NOW));
    }

    /** A new folder on it. */
    Path fresh() throws IOException {
        return Files.createTempDirectory(folder, "test-");
    }

    /** Makes a folder for a volume on it, as the store of here wants it. */
    Path volume(Path folder) throws IOException, InterruptedException {
        if (kind == Kind.SUBVOLUME) {
            Host.bash(Durable.parent(folder), "btrfs subvolume create " + folder);
            return folder;
        }
        return Files.createDirectory(folder);
    }

    @Override
    public void close() {
        Folders.delete(folder);
        key.ifPresent(TestKey::close);
    }
}
