package dev.lull.testbed;

import dev.lull.snapshot.BareReflink;
import dev.lull.snapshot.Points;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * What the stores that share blocks cost beside {@code cp -a} of the same tree: reflink on a disk
 * of xfs, btrfs on one of btrfs.
 */
final class SharedBlocks {
    private static final String COPY = "cp -a";
    private static final long DISK = 6L << 30;

    private final String store;
    private final Path folder;
    private final Path copy;
    private final Path into;
    private final BenchPoints points;

    private SharedBlocks(String store, Path folder) {
        this.store = store;
        this.folder = folder;
        this.copy = folder.resolve("copy");
        this.into = folder.resolve("into");
        this.points = new BenchPoints(new Points(folder.resolve("points"), InstantSource.system()));
    }

    /** Says so where there can be no such disk. */
    static void measure(Figures figures, int runs) throws IOException, InterruptedException {
        measure("reflink", "xfs", figures, runs);
        measure("btrfs", "btrfs", figures, runs);
    }

    private static void measure(String store, String disk, Figures figures, int runs)
            throws IOException, InterruptedException {
        LoopDisk mounted;
        try {
            mounted = new LoopDisk(disk, DISK);
        } catch (IllegalStateException | UncheckedIOException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            figures.table("store-" + store, "The store " + store + ": skipped", "")
                    .row("it takes root and mkfs." + disk, why)
                    .print();
            return;
        }
        try (mounted) {
            SharedBlocks blocks = new SharedBlocks(store, mounted.folder());
            blocks.compare(figures, runs, "store-" + store, 10_000);
            blocks.compare(figures, runs, "store-" + store + "-few", 100);
        }
    }

    /** What shares blocks takes its time for names, and {@code cp} for bytes. */
    private void compare(Figures figures, int runs, String table, int files)
            throws IOException, InterruptedException {
        Path root = folder.resolve(table);
        if (store.equals("btrfs")) {
            Sh.run("btrfs", "subvolume", "create", root.toString());
        }
        MixedTree tree = MixedTree.make(root, files, 1L << 30);
        new Contest(folder, runs, points::deleteAll, this::cleared)
                .run(
                        figures,
                        table,
                        "The store %s: %s on %s"
                                .formatted(store, tree.words(), Files.getFileStore(folder).type()),
                        List.of(
                                new Contest.Entrant(COPY, "", "", () -> copy(tree)),
                                new Contest.Entrant(
                                        "and sync of its file system",
                                        COPY,
                                        "",
                                        () -> {
                                            copy(tree);
                                            Sh.run("sync", "--file-system", folder.toString());
                                        }),
                                new Contest.Entrant(
                                        "cp --reflink, synced, not verified",
                                        COPY,
                                        "0.10",
                                        () -> BareReflink.write(tree.root(), copy)),
                                new Contest.Entrant(
                                        store + ", synced, verified: a whole point",
                                        COPY,
                                        "0.10",
                                        () -> shared(tree)),
                                new Contest.Entrant(
                                        "restore, checked, synced, verified",
                                        COPY,
                                        "1.10",
                                        () -> points.restore(into))));
    }

    private void copy(MixedTree tree) {
        Sh.run("cp", "--archive", "--reflink=never", tree.root().toString(), copy.toString());
    }

    private void shared(MixedTree tree) throws InterruptedException {
        points.take(tree);
        if (!points.store().equals(store)) {
            throw new IllegalStateException("kept as " + points.store() + ", not " + store);
        }
    }

    private void cleared() throws IOException {
        Folders.delete(copy);
        Folders.delete(into);
        Files.createDirectory(into);
    }
}
