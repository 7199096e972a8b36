package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Path;

/** The store {@code archive} without anything that proves it, for benchmarks. */
public final class BareArchive {
    private BareArchive() {}

    /** Writes an archive of a folder, down to the disk. */
    public static void write(Path folder, Path archive) throws IOException, InterruptedException {
        Archive.write(folder, archive, Compression.STANDARD, _ -> {});
    }

    /** Puts everything in an archive into an empty folder. */
    public static void extract(Path archive, Path into) throws IOException, InterruptedException {
        Archive.extract(archive, into, _ -> {});
    }
}
