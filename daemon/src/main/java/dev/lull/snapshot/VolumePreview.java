package dev.lull.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What putting a volume back would do, told without touching anything. Reads the archive's listing
 * and the folder's; the contents of files are not compared. Takes the same memory for any number of
 * files: of many it looks at a part at a time.
 */
public final class VolumePreview {
    private static final String FORMAT = "%M\\0%U/%G\\0%s\\0%T@\\0%l\\0%P\\0";

    /** Some 30 MB of names. */
    private static final int AT_ONCE = 100_000;

    private final Path root;
    private final int atOnce;

    public VolumePreview(Points points) {
        this(points, AT_ONCE);
    }

    /**
     * @param atOnce saved names that are remembered at a time, about
     */
    VolumePreview(Points points, int atOnce) {
        this.root = points.root();
        this.atOnce = atOnce;
    }

    /**
     * Compares a saved volume with a folder, which may be in use.
     *
     * @param point that has it, which is whole
     * @param into the folder that it would be put into
     * @throws SnapshotException.Refused if it could not be restored into that folder
     * @throws SnapshotException.Failed if it could not be compared
     */
    public VolumeChanges of(
            RollbackPoint point, SavedVolume saved, Path into, Consumer<String> progress)
            throws InterruptedException {
        if (!saved.store().equals(Archive.NAME)) {
            throw new SnapshotException.Failed(
                    "volume "
                            + saved.name()
                            + " could not be compared: it is kept in a store that this Lull does"
                            + " not know: "
                            + saved.store());
        }
        Path folder = root.resolve(point.id().value());
        Path target = new VolumeRestore(root, folder, saved, progress).checked(into);
        Progress shown =
                new Progress(
                        "volume " + saved.name() + ", listing", saved.contentBytes(), progress);
        long parts = 1 + saved.entries() / atOnce;
        VolumeChanges changes = VolumeChanges.NONE;
        try {
            for (int part = 0; part < parts; part++) {
                changes = changes.and(part(part, parts, folder, saved, target, shown));
            }
            return changes;
        } catch (IOException e) {
            Points.passOn(e);
            throw new SnapshotException.Failed(
                    "volume " + saved.name() + " could not be compared: " + Points.words(e), e);
        }
    }

    private static VolumeChanges part(
            int part, long parts, Path folder, SavedVolume saved, Path target, Progress shown)
            throws IOException, InterruptedException {
        ListingComparison comparison = new ListingComparison();
        Archive.list(folder.resolve(saved.file()), only(part, parts, comparison::saved), shown::at);
        list(target, only(part, parts, comparison::present));
        return comparison.changes();
    }

    private static Consumer<FileEntry> only(int part, long parts, Consumer<FileEntry> entries) {
        return entry -> {
            if (Math.floorMod(entry.name().hashCode(), parts) == part) {
                entries.accept(entry);
            }
        };
    }

    /** Everything in a folder, and the folder; what goes meanwhile is not there. */
    private static void list(Path folder, Consumer<FileEntry> entries)
            throws IOException, InterruptedException {
        List<String> find =
                List.of("find", folder.toString(), "-ignore_readdir_race", "-printf", FORMAT);
        Pipeline.run(List.of(Tool.of(find)), null, in -> read(in, entries));
    }

    private static void read(InputStream in, Consumer<FileEntry> entries) throws IOException {
        FindOutput found = new FindOutput(in);
        while (found.hasNext()) {
            String mode = found.field();
            String owner = found.field();
            long size = found.number();
            String time = found.time();
            String target = found.field();
            entries.accept(new FileEntry(found.field(), mode, owner, size, time, target));
        }
    }
}
