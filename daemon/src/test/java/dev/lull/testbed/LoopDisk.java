package dev.lull.testbed;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A disk of its own with a file system of a kind, in a sparse file. Needs root and the kind's
 * {@code mkfs}. What a killed run left is swept by the next one.
 */
public final class LoopDisk implements AutoCloseable {
    private static final long USUAL = 1L << 30;

    private final Path folder;

    /** Makes one of a GiB. */
    public LoopDisk(String kind) {
        this(kind, USUAL);
    }

    /**
     * Makes it and mounts it, over the very folder that its file lies in.
     *
     * @param kind e.g. {@code xfs}
     * @param size in bytes; what is never written takes no room
     */
    public LoopDisk(String kind, long size) {
        Folders.sweep();
        folder = Folders.make(kind);
        try {
            Path image = folder.resolve("image");
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(size);
            }
            Sh.run("mkfs." + kind, "-q", image.toString());
            Sh.run("mount", "-o", "loop", image.toString(), folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }
}
