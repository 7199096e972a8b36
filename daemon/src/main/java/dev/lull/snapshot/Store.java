package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A way to keep a volume within a rollback point. Stateless; everything blocks, may be interrupted,
 * and takes the same memory for any size.
 */
sealed interface Store permits ArchiveStore, SharingStore {

    /** What a manifest calls it. */
    String word();

    /**
     * A quiet folder that is to be kept.
     *
     * @param label for people, e.g. {@code volume db-data}
     * @param shape of it, seen before
     */
    record Source(String label, Path folder, Shape shape) {}

    /**
     * A copy that was proven.
     *
     * @param file within the point's folder: a file or a folder
     * @param bytes see {@link SavedVolume#bytes}
     * @param sha256 of {@link Store#hashed}
     * @param how for people, e.g. {@code archived as 41 MiB}
     */
    record Kept(String file, long bytes, String sha256, String how) {}

    /** Bytes that keeping such content would take at the most. */
    long estimate(Tree.Content content);

    /** Bytes that are copied for it, and not shared. */
    long toWrite(Tree.Content content);

    /**
     * Copies a folder into a point, down to the disk, and proves that the copy is what the folder
     * is and that the folder stood still.
     *
     * @param point its folder
     * @param name of the copy within it, without an ending
     * @throws SnapshotException.Failed if something wrote to the folder, or the disk lies
     */
    Kept keep(Source source, Path point, String name, Consumer<String> progress)
            throws IOException, InterruptedException;

    /** The file of a point whose hash its manifest has for a volume. */
    String hashed(SavedVolume saved);

    /** Whether a copy is there at all, without reading it; if not, what is. */
    Optional<String> glance(Path point, SavedVolume saved);

    /**
     * Reads a copy and says what is wrong with it: each names a file.
     *
     * @param read is told what it has read and looked at so far
     */
    List<String> problems(Path point, SavedVolume saved, Gauge read) throws InterruptedException;

    /** Content that {@link #problems} reads at the most. */
    long toRead(Path point, SavedVolume saved);

    /** About what {@link #extract}, {@link #differences} and {@link #list} have told at the end. */
    long total(Path point, SavedVolume saved);

    /**
     * Tells every name of a copy.
     *
     * @param read is told what it has read and looked at so far
     */
    void list(Path point, SavedVolume saved, Consumer<FileEntry> entries, Gauge read)
            throws IOException, InterruptedException;

    /**
     * Puts a copy into an empty folder, with that folder's own attributes.
     *
     * @param done is told what is done so far
     */
    void extract(Path point, SavedVolume saved, Path into, Gauge done)
            throws IOException, InterruptedException;

    /**
     * How a folder differs from a copy in which {@link #problems} has found none.
     *
     * @param read is told what it has read and looked at so far
     */
    List<String> differences(Path point, SavedVolume saved, Path folder, Gauge read)
            throws IOException, InterruptedException;

    /** The commands by which a person checks a copy, beside that of its hash. */
    List<String> checkByHand(SavedVolume saved);

    /** The command that puts a copy into the empty folder {@code $dir}. */
    String extractByHand(SavedVolume saved);
}
