package dev.lull.snapshot;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lull.testbed.Folders;
import dev.lull.testbed.LoopDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A place for volumes and points together, on a file system by which a store is chosen. */
final class Ground implements AutoCloseable {
    private final Kind kind;
    private final Path folder;

    /** File systems that differ in what they can do. */
    enum Kind {
        EXT4(ArchiveStore.WORD),
        XFS(ReflinkStore.WORD),
        BTRFS(ReflinkStore.WORD);

        private final String store;

        Kind(String store) {
            this.store = store;
        }

        /** The store that volumes are kept in there. */
        String store() {
            return store;
        }

        private String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** One of a GiB. Skips the test, visibly, where there can be none. */
    Ground(Kind kind) throws IOException, InterruptedException {
        this(kind, 1);
    }

    /** The same, of so many GiB; what is never written takes no room. */
    Ground(Kind kind, int gib) throws IOException, InterruptedException {
        this.kind = kind;
        assumeThat(Host.isRoot()).as("mounting an image of %s needs root", kind.word()).isTrue();
        assumeThat(Host.has("mkfs." + kind.word()))
                .as("needs mkfs.%s (package xfsprogs, btrfs-progs, e2fsprogs)", kind.word())
                .isTrue();
        this.folder = new LoopDisk(kind.word(), (long) gib << 30).folder();
    }

    String store() {
        return kind.store();
    }

    /** A new folder on it. */
    Path fresh() throws IOException {
        return Files.createTempDirectory(folder, "test-");
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }
}
