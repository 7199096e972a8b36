package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** The store {@code archive} alone, and bare of what proves it: for benchmarks. */
public final class BareArchive {
    private BareArchive() {}

    /** Points that keep each volume so, wherever it lies. */
    public static Points points(Path root) {
        return new Points(
                root,
                InstantSource.system(),
                (_, _, stores) -> new StoreChoice(stores.archive(), "it is measured"));
    }

    /** Writes an archive of a folder, down to the disk. */
    public static void write(Path folder, Path archive) throws IOException, InterruptedException {
        Archive.write(folder, archive, Packing.STANDARD, _ -> {});
    }

    /** Puts everything in an archive into an empty folder. */
    public static void extract(Path archive, Path into) throws IOException, InterruptedException {
        Archive.extract(archive, into, Packing.STANDARD, _ -> {});
    }
}
