package dev.lull.testbed;

import dev.lull.snapshot.BareReflink;
import dev.lull.snapshot.Points;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What the store reflink costs beside {@code cp -a} of the same tree, on a disk of xfs. */
final class SharedBlocks {
    private static final String NAME = "store-reflink";
    private static final String COPY = "cp -a";
    private static final long DISK = 6L << 30;

    private final Path folder;
    private final Path copy;
    private final Path into;
    private final BenchPoints points;

    private SharedBlocks(Path folder) {
        this.folder = folder;
        this.copy = folder.resolve("copy");
        this.into = folder.resolve("into");
        this.points = new BenchPoints(new Points(folder.resolve("points"), InstantSource.system()));
    }

    /** Says so where there can be no such disk. */
    static void measure(Figures figures, int runs) throws IOException, InterruptedException {
        LoopDisk disk;
        try {
            disk = new LoopDisk("xfs", DISK);
        } catch (IllegalStateException | UncheckedIOException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            figures.table(NAME, "The store reflink: skipped", "")
                    .row("it takes root and mkfs.xfs", why)
                    .print();
            return;
        }
        try (disk) {
            new SharedBlocks(disk.folder()).compare(figures, runs);
        }
    }

    private void compare(Figures figures, int runs) throws IOException, InterruptedException {
        MixedTree tree = MixedTree.make(folder.resolve("tree"), 10_000, 1L << 30);
        new Contest(folder, runs, points::deleteAll, this::cleared)
                .run(
                        figures,
                        NAME,
                        "The store reflink: %s on %s"
                                .formatted(tree.words(), Files.getFileStore(folder).type()),
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
                                        "reflink, synced, not verified",
                                        COPY,
                                        "0.10",
                                        () -> BareReflink.write(tree.root(), copy)),
                                new Contest.Entrant(
                                        "reflink, synced, verified: a whole point",
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
        if (!points.store().equals("reflink")) {
            throw new IllegalStateException("xfs, and kept as " + points.store());
        }
    }

    private void cleared() throws IOException {
        Folders.delete(copy);
        Folders.delete(into);
        Files.createDirectory(into);
    }
}
