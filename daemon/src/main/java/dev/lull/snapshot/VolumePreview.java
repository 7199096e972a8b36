package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What putting a volume back would do, told without touching anything. Reads the archive's listing
 * and the folder's; the contents of files are not compared. Takes the same memory for any number of
 * files: of many it looks at a part at a time.
 */
public final class VolumePreview {
    /** Some 30 MB of names. */
    private static final int AT_ONCE = 100_000;

    private final Points points;
    private final int atOnce;

    public VolumePreview(Points points) {
        this(points, AT_ONCE);
    }

    /**
     * @param atOnce saved names that are remembered at a time, about
     */
    VolumePreview(Points points, int atOnce) {
        this.points = points;
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
        Store store = points.stores().of(saved);
        Path folder = points.folder(point.id());
        Path target = new VolumeRestore(points, point.id(), saved, progress).checked(into);
        Gauge shown =
                Gauge.of(
                        "volume " + saved.name() + ", listing",
                        store.total(folder, saved),
                        saved.entries(),
                        progress);
        long parts = 1 + saved.entries() / atOnce;
        VolumeChanges changes = VolumeChanges.NONE;
        try {
            for (int part = 0; part < parts; part++) {
                changes = changes.and(part(part, parts, store, folder, saved, target, shown));
            }
            return changes;
        } catch (IOException e) {
            Points.passOn(e);
            throw new SnapshotException.Failed(
                    "volume " + saved.name() + " could not be compared: " + Points.words(e), e);
        }
    }

    private static VolumeChanges part(
            int part,
            long parts,
            Store store,
            Path folder,
            SavedVolume saved,
            Path target,
            Gauge shown)
            throws IOException, InterruptedException {
        ListingComparison comparison = new ListingComparison();
        store.list(folder, saved, only(part, parts, comparison::saved), shown);
        FolderListing.of(target, only(part, parts, comparison::present), shown.look());
        return comparison.changes();
    }

    private static Consumer<FileEntry> only(int part, long parts, Consumer<FileEntry> entries) {
        return entry -> {
            if (Math.floorMod(entry.name().hashCode(), parts) == part) {
                entries.accept(entry);
            }
        };
    }
}
