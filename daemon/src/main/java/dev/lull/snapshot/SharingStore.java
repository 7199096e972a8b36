package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A store whose copies share their blocks with the volume until one of both is written to, so that
 * they take next to no time and room: each is a {@link SavedTree}. They differ in how it is made.
 */
sealed interface SharingStore extends Store permits ReflinkStore, SubvolumeStore {
    /** Bytes that describe a file in the sums, and in the folders of a copy. */
    long DESCRIBING_A_FILE = 1024;

    /** How much of a new copy is hashed. */
    Proof proof();

    /** What the names of its copies end in. */
    String ending();

    /** What was done, for people. */
    String how();

    /**
     * Makes a copy, with the sockets.
     *
     * @throws NotShared if that can't be
     */
    void make(Source source, Path copy, Consumer<String> progress)
            throws IOException, InterruptedException;

    @Override
    default long estimate(Tree.Content content) {
        return content.files() * DESCRIBING_A_FILE;
    }

    @Override
    default long toWrite(Tree.Content content) {
        return 0;
    }

    /**
     * {@inheritDoc}
     *
     * @throws NotShared if another store has to do; nothing is left of the copy
     */
    @Override
    default Kept keep(Source source, Path point, String name, Consumer<String> progress)
            throws IOException, InterruptedException {
        SavedTree tree = new SavedTree(point, name + ending());
        try {
            Path copy = point.resolve(tree.tree());
            make(source, copy, progress);
            new Sockets(source.folder()).removeFrom(copy);
            return tree.proven(source, proof(), how(), verifying(source, progress));
        } catch (NotShared e) {
            tree.remove();
            throw e;
        }
    }

    private Gauge verifying(Source source, Consumer<String> progress) {
        String what = source.label() + ", verifying";
        return switch (proof()) {
            case SAMPLE -> Gauge.of(what, 0, source.shape().entries(), progress);
            case ALL ->
                    new Gauge(
                            new Progress(what, 2 * source.shape().bytes(), progress)::at,
                            () -> _ -> {});
        };
    }

    private static SavedTree tree(Path point, SavedVolume saved) {
        return new SavedTree(point, saved.file());
    }

    @Override
    default String hashed(SavedVolume saved) {
        return SavedTree.sums(saved.file());
    }

    @Override
    default Optional<String> glance(Path point, SavedVolume saved) {
        return tree(point, saved).glance();
    }

    @Override
    default List<String> problems(Path point, SavedVolume saved, Gauge read)
            throws InterruptedException {
        return tree(point, saved).problems(saved, read);
    }

    @Override
    default long toRead(Path point, SavedVolume saved) {
        return tree(point, saved).toRead(saved);
    }

    @Override
    default long total(Path point, SavedVolume saved) {
        return toRead(point, saved);
    }

    @Override
    default void list(Path point, SavedVolume saved, Consumer<FileEntry> entries, Gauge read)
            throws IOException, InterruptedException {
        FolderListing.of(point.resolve(saved.file()), entries, read.look());
    }

    /** The point may have been moved to a disk that shares nothing: it is copied then. */
    @Override
    default void extract(Path point, SavedVolume saved, Path into, Gauge done)
            throws IOException, InterruptedException {
        new FolderCopy(point.resolve(saved.file()), into).make(done.look());
    }

    @Override
    default List<String> differences(Path point, SavedVolume saved, Path folder, Gauge read)
            throws IOException, InterruptedException {
        return tree(point, saved).differences(saved, folder, read);
    }

    @Override
    default List<String> checkByHand(SavedVolume saved) {
        return SavedTree.checkByHand(saved);
    }

    @Override
    default String extractByHand(SavedVolume saved) {
        return SavedTree.extractByHand(saved);
    }
}
