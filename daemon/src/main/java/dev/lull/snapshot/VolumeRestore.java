package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** One volume on its way back. */
final class VolumeRestore {
    private final Path root;
    private final Path folder;
    private final SavedVolume saved;
    private final Consumer<String> progress;
    private final String label;
    private final Store store;

    /**
     * Prepares a restore.
     *
     * @param point that has it
     * @throws SnapshotException.Refused if the volume is in a store that is not known
     */
    VolumeRestore(Points points, PointId point, SavedVolume saved, Consumer<String> progress) {
        this.root = points.root();
        this.folder = points.folder(point);
        this.saved = saved;
        this.progress = progress;
        this.label = "volume " + saved.name();
        this.store = points.stores().of(saved);
    }

    void into(Path folder) throws InterruptedException {
        Path target = checked(folder);
        checkCopy();
        try {
            restore(target);
            settle(target);
        } catch (IOException e) {
            Points.passOn(e);
            throw new SnapshotException.Failed(
                    label
                            + ": "
                            + target
                            + " was not restored completely: "
                            + Points.words(e)
                            + ". The rollback point is untouched: restore again once that is"
                            + " mended",
                    e);
        }
    }

    private void checkCopy() throws InterruptedException {
        List<String> problems =
                store.problems(folder, saved, gauge(", checking", store.toRead(folder, saved)));
        if (!problems.isEmpty()) {
            throw new SnapshotException.Damaged(
                    label
                            + ": not restored, and nothing touched: "
                            + folder.getFileName()
                            + ": "
                            + String.join("; ", problems));
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
        clear(target, Progress.names(label + ", emptying", 0, progress)::at);
        store.extract(folder, saved, target, gauge("", store.total(folder, saved)));
    }

    private Gauge gauge(String doing, long bytes) {
        return Gauge.of(label + doing, bytes, saved.entries(), progress);
    }

    /** Empties a folder. Mount points inside stay, empty, and the folders that lead to them. */
    private static void clear(Path folder, LongConsumer names)
            throws IOException, InterruptedException {
        List<String> find = new ArrayList<>(List.of("find", folder.toString(), "-mindepth", "1"));
        for (String mount : Mounts.inside(folder)) {
            for (Path p = folder.resolve(mount); !p.equals(folder); p = Durable.parent(p)) {
                find.addAll(List.of("!", "-samefile", p.toString()));
            }
        }
        find.addAll(List.of("-delete", "-printf", "\\n"));
        Pipeline.run(List.of(Tool.of(find)), null, new LineCount(names));
        clearAttributes(folder);
    }

    /**
     * Those that the folder had come back with it; those that were added since are ours to take.
     */
    private static void clearAttributes(Path folder) throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(
                        folder, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null && hasAttributes(view)) {
            for (String name : view.list()) {
                view.delete(name);
            }
        }
    }

    /** Not every file system has them; the JDK knows of none in a subvolume of btrfs. */
    private static boolean hasAttributes(UserDefinedFileAttributeView view) {
        try {
            return !view.list().isEmpty();
        } catch (IOException none) {
            return false;
        }
    }

    /** Side by side: the one waits for the disk, and neither changes anything. */
    private void settle(Path target) throws IOException, InterruptedException {
        try (Together together = new Together("settling")) {
            together.run(() -> sync(target));
            together.run(() -> compare(target));
            together.await();
        }
    }

    /**
     * What was only in memory would be torn by a power cut after the step was journaled as done.
     */
    private void sync(Path target) throws IOException, InterruptedException {
        List<String> sync = new ArrayList<>(List.of("sync", "--file-system", target.toString()));
        saved.mountsInside().forEach(m -> sync.add(target.resolve(m).toString()));
        Pipeline.run(Tool.of(sync));
    }

    private void compare(Path target) throws IOException, InterruptedException {
        List<String> differences =
                store.differences(
                        folder, saved, target, gauge(", verifying", store.total(folder, saved)));
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
