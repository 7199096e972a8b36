package dev.lull.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One volume on its way back. */
final class VolumeRestore {
    private final Path root;
    private final Path folder;
    private final SavedVolume saved;
    private final Consumer<String> progress;
    private final String label;

    /**
     * Prepares a restore.
     *
     * @param root of the store
     * @param folder of the point
     */
    VolumeRestore(Path root, Path folder, SavedVolume saved, Consumer<String> progress) {
        this.root = root;
        this.folder = folder;
        this.saved = saved;
        this.progress = progress;
        this.label = "volume " + saved.name();
    }

    void into(Path folder) throws InterruptedException {
        Path target = checked(folder);
        checkArchive();
        try {
            restore(target);
            sync(target);
            compare(target);
        } catch (IOException e) {
            Points.passOn(e);
            throw new SnapshotException.Failed(
                    label
                            + ": "
                            + target
                            + " was not restored completely: "
                            + Points.words(e)
                            + ". The rollback point is untouched: restore again once that is mended",
                    e);
        }
    }

    private void checkArchive() throws InterruptedException {
        if (!saved.store().equals(Archive.NAME)) {
            throw new SnapshotException.Refused(
                    label + ": kept in a store that this Lull does not know: " + saved.store());
        }
        Progress checking = new Progress(label + ", checking", saved.bytes(), progress);
        Optional<String> problem =
                Parts.problem(
                        folder,
                        new RollbackPoint.Part(saved.file(), saved.bytes(), saved.sha256()),
                        checking::at);
        if (problem.isPresent()) {
            throw new SnapshotException.Damaged(
                    label
                            + ": not restored, and nothing touched: "
                            + folder.getFileName()
                            + ": "
                            + problem.get());
        }
    }

    /** The folder itself, if the volume can be restored into it; refuses otherwise. */
    Path checked(Path into) {
        try {
            if (!Files.isDirectory(into)) {
                throw refused(into + " is not a folder on this host");
            }
            Path target = into.toRealPath();
            if (saved.kind() != VolumeSource.Kind.VOLUME && !target.equals(saved.data())) {
                throw refused(
                        into
                                + " leads to "
                                + target
                                + " now, and led to "
                                + saved.data()
                                + " when the point was taken: put that right first");
            }
            if (root.toRealPath().startsWith(target)) {
                throw refused("the rollback points lie inside " + target);
            }
            List<String> fresh = new ArrayList<>(Mounts.inside(target));
            fresh.removeAll(saved.mountsInside());
            if (!fresh.isEmpty()) {
                throw refused(
                        "inside "
                                + target
                                + " are mounts that were not there when the point was taken, and"
                                + " would be emptied: "
                                + String.join(", ", fresh)
                                + ". Unmount them first");
            }
            return target;
        } catch (IOException e) {
            throw refused(Points.words(e));
        }
    }

    private SnapshotException refused(String why) {
        return new SnapshotException.Refused(label + ": not restored, nothing touched: " + why);
    }

    private void restore(Path target) throws IOException, InterruptedException {
        Archive.clear(target);
        Progress shown = new Progress(label, saved.shape().streamBytes(), progress);
        Archive.extract(folder.resolve(saved.file()), target, shown::at);
    }

    /**
     * What was only in memory would be torn by a power cut after the step was journaled as done.
     */
    private void sync(Path target) throws IOException, InterruptedException {
        List<String> sync = new ArrayList<>(List.of("sync", "--file-system", target.toString()));
        saved.mountsInside().forEach(m -> sync.add(target.resolve(m).toString()));
        Pipeline.run(
                List.of(Tool.of(sync)), null, in -> in.transferTo(OutputStream.nullOutputStream()));
    }

    private void compare(Path target) throws IOException, InterruptedException {
        Progress shown = new Progress(label + ", verifying", saved.shape().streamBytes(), progress);
        Archive.Comparison read = Archive.compare(folder.resolve(saved.file()), target, shown::at);
        List<String> differences = new ArrayList<>(read.differences());
        if (differences.isEmpty()) {
            String shape = Tree.of(target).shape().differenceFrom(saved.shape());
            if (!shape.isEmpty()) {
                differences.add(shape);
            }
        }
        if (!differences.isEmpty()) {
            throw new SnapshotException.Differs(
                    label
                            + ": restored, but "
                            + target
                            + " is not what it was: "
                            + String.join("; ", differences));
        }
    }
}
