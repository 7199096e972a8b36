package dev.lull.snapshot;

import java.nio.file.Path;
import java.time.InstantSource;

/** Rollback points of which each volume is an archive, without a trial of its file system. */
public final class ArchivedPoints {
    private ArchivedPoints() {}

    /** Those of a folder. */
    public static Points in(Path folder, InstantSource clock) {
        return new Points(
                folder,
                clock,
                (points, volume, stores) -> new StoreChoice(stores.archive(), "it always is"));
    }
}
