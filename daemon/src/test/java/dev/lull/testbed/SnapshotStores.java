package dev.lull.testbed;

import dev.lull.snapshot.BareArchive;
import dev.lull.stack.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What rollback points cost beside the host's own tools on the same tree, each store in a table of
 * its own; and whether the daemon's memory grows with the volume. Needs no engine.
 */
final class SnapshotStores implements AutoCloseable {
    private static final String PACK = "tar | zstd -T0";
    private static final String UNPACK = "zstd -d | tar -x";

    /** What may differ between two looks at a heap; the larger tree has 960 MiB more. */
    private static final long NOISE = 4 << 20;

    private final Path folder = Folders.make("stores");
    private final Path plain = folder.resolve("plain.tar.zst");
    private final Path bare = folder.resolve("bare.tar.zst");
    private final Path into = folder.resolve("into");
    private final BenchPoints points =
            new BenchPoints(BareArchive.points(folder.resolve("points")));

    private SnapshotStores() {}

    static void measure(Figures figures, int runs) throws IOException, InterruptedException {
        try (SnapshotStores stores = new SnapshotStores()) {
            MixedTree small = MixedTree.make(stores.folder.resolve("small"), 625, 64L << 20);
            MixedTree tree = MixedTree.make(stores.folder.resolve("tree"), 10_000, 1L << 30);
            stores.heap(figures, small, tree);
            stores.archive(figures, tree, runs);
        }
        SharedBlocks.measure(figures, runs);
    }

    private void archive(Figures figures, MixedTree tree, int runs)
            throws IOException, InterruptedException {
        List<Contest.Entrant> entrants =
                List.of(
                        new Contest.Entrant(PACK, "", "", () -> pack(tree.root(), plain)),
                        new Contest.Entrant(
                                "and sync of its file",
                                PACK,
                                "",
                                () -> {
                                    pack(tree.root(), plain);
                                    Sh.run("sync", plain.toString());
                                }),
                        new Contest.Entrant(
                                "archive, not verified",
                                PACK,
                                "1.05",
                                () -> BareArchive.write(tree.root(), bare)),
                        new Contest.Entrant(
                                "archive, verified: a whole point",
                                PACK,
                                "1.60",
                                () -> points.take(tree)),
                        new Contest.Entrant(UNPACK, "", "", () -> unpack(bare, into)),
                        new Contest.Entrant(
                                "and sync of its file system",
                                UNPACK,
                                "",
                                () -> {
                                    unpack(bare, into);
                                    Sh.run("sync", "--file-system", into.toString());
                                }),
                        new Contest.Entrant(
                                "restore, neither checked nor synced",
                                UNPACK,
                                "1.10",
                                () -> BareArchive.extract(bare, into)),
                        new Contest.Entrant(
                                "restore, checked, synced, verified",
                                UNPACK,
                                "1.10",
                                () -> points.restore(into)));
        new Contest(folder, runs, this::emptied, this::cleared)
                .run(
                        figures,
                        "store-archive",
                        "The store archive: %s on %s"
                                .formatted(tree.words(), Files.getFileStore(folder).type()),
                        entrants);
    }

    private void emptied() throws IOException, InterruptedException {
        Files.deleteIfExists(bare);
        points.deleteAll();
    }

    private void cleared() throws IOException {
        Files.deleteIfExists(plain);
        Folders.delete(into);
        Files.createDirectory(into);
    }

    /**
     * Fails where the larger tree takes more: that would be a daemon that a volume can bring down.
     */
    private void heap(Figures figures, MixedTree small, MixedTree large)
            throws IOException, InterruptedException {
        roundTrip(small); // classes and caches
        long few = LiveHeap.peakBytes(() -> roundTrip(small));
        long many = LiveHeap.peakBytes(() -> roundTrip(large));
        figures.table(
                        "daemon-heap",
                        "The daemon's own heap, garbage apart, at most, while it takes and restores"
                                + " a point",
                        "heap")
                .row(small.words(), Sizes.print(few))
                .row(large.words(), Sizes.print(many))
                .print();
        if (many > few + NOISE) {
            throw new IllegalStateException(
                    "the daemon's heap grows with the volume: by " + Sizes.print(many - few));
        }
    }

    private void roundTrip(MixedTree tree) throws IOException, InterruptedException {
        cleared();
        points.take(tree);
        points.restore(into);
        points.deleteAll();
    }

    private static void pack(Path tree, Path archive) throws IOException, InterruptedException {
        pipe(
                List.of("tar", "--create", "--file=-", "--directory=" + tree, "."),
                List.of("zstd", "--quiet", "-T0", "--stdout"),
                archive);
    }

    private static void unpack(Path archive, Path into) throws IOException, InterruptedException {
        pipe(
                List.of("zstd", "--quiet", "--decompress", "--stdout", "--", archive.toString()),
                List.of("tar", "--extract", "--file=-", "--directory=" + into),
                Path.of("/dev/null"));
    }

    private static void pipe(List<String> from, List<String> to, Path output)
            throws IOException, InterruptedException {
        List<ProcessBuilder> tools = List.of(new ProcessBuilder(from), new ProcessBuilder(to));
        tools.forEach(t -> t.redirectError(ProcessBuilder.Redirect.INHERIT));
        tools.getLast().redirectOutput(output.toFile());
        for (Process tool : ProcessBuilder.startPipeline(tools)) {
            if (tool.waitFor() != 0) {
                throw new IllegalStateException(from + " | " + to + " failed");
            }
        }
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }
}
