package dev.lull.snapshot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A point with everything that its manifest names read again. */
final class PointCheck {
    private final Path folder;
    private final RollbackPoint point;
    private final Stores stores;

    /**
     * Prepares a check.
     *
     * @param folder of the point
     */
    PointCheck(Path folder, RollbackPoint point, Stores stores) {
        this.folder = folder;
        this.point = point;
        this.stores = stores;
    }

    /** Bytes that it reads at the most. */
    long bytes() {
        return point.volumes().stream().mapToLong(this::toRead).sum()
                + point.parts().mapToLong(RollbackPoint.Part::bytes).sum();
    }

    /** A volume in a store that is not known can't be read. */
    private long toRead(SavedVolume volume) {
        return stores.find(volume).map(s -> s.toRead(folder, volume)).orElse(0L);
    }

    /** What is wrong, each with the file. */
    List<String> problems(Consumer<String> progress) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        String what = "verifying " + point.id();
        Progress shown = new Progress(what, bytes(), progress);
        long before = 0;
        for (SavedVolume volume : point.volumes()) {
            long start = before;
            try {
                Store store = stores.of(volume);
                problems.addAll(
                        store.problems(
                                folder,
                                volume,
                                new Gauge(
                                        n -> shown.at(start + n),
                                        () ->
                                                Progress.names(what, volume.entries(), progress)
                                                        ::at)));
            } catch (SnapshotException.Refused unknown) {
                problems.add(String.valueOf(unknown.getMessage()));
            }
            before += toRead(volume);
        }
        for (RollbackPoint.Part part : point.parts().toList()) {
            long start = before;
            Parts.problem(folder, part, n -> shown.at(start + n)).ifPresent(problems::add);
            before += part.bytes();
        }
        for (SavedDump dump : point.dumps()) {
            if (problems.isEmpty() && Packing.isEncrypted(dump.file())) {
                new Dumping(folder, stores.packing(), progress)
                        .locked(dump)
                        .ifPresent(problems::add);
            }
        }
        return problems;
    }
}
