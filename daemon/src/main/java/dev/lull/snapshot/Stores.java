package dev.lull.snapshot;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The stores of a host: which one a folder gets, and which one a volume of a point is in. */
final class Stores {
    private final Path points;
    private final ArchiveStore archive;
    private final Packing packing;
    private final Proof proof;
    private final StoreChoice.Maker choice;

    /**
     * Those of a host.
     *
     * @param points where the points are
     * @param packing of what is kept in one file
     * @param proof of what shares its blocks
     */
    Stores(Path points, Packing packing, Proof proof, StoreChoice.Maker choice) {
        this.points = points;
        this.archive = new ArchiveStore(packing);
        this.packing = packing;
        this.proof = proof;
        this.choice = choice;
    }

    /** How what is kept in one file is packed. */
    Packing packing() {
        return packing;
    }

    /** The one that works everywhere. */
    Store archive() {
        return archive;
    }

    /** The one that shares the blocks of files. */
    Store reflink() {
        return new ReflinkStore(proof);
    }

    /** The one that takes snapshots of subvolumes. */
    Store subvolume() {
        return new SubvolumeStore(proof);
    }

    /** The one that a folder gets. Whoever wants it encrypted wants no other copy beside. */
    StoreChoice choose(Path folder) throws InterruptedException {
        return packing.encryption().isPresent()
                ? new StoreChoice(archive, "rollback points are encrypted on this host")
                : choice.of(points, folder, this);
    }

    /** The one that a volume of a point is in, if this Lull knows it. */
    Optional<Store> find(SavedVolume saved) {
        return Stream.of(archive(), reflink(), subvolume())
                .filter(s -> s.word().equals(saved.store()))
                .findFirst();
    }

    /**
     * The same.
     *
     * @throws SnapshotException.Refused if it does not
     */
    Store of(SavedVolume saved) {
        return find(saved)
                .orElseThrow(() ->
                        new SnapshotException.Refused(
                                "volume "
                                        + saved.name()
                                        + ": kept in a store that this Lull does not know: "
                                        + saved.store()));
    }
}
