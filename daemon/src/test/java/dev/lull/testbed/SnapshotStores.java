package dev.lull.testbed;

import dev.lull.snapshot.BareArchive;
import dev.lull.snapshot.PointDraft;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.Sizes;
import dev.lull.stack.StackName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * What rollback points cost beside the host's own tools on the same tree, each store in a table of
 * its own; and whether the daemon's memory grows with the volume. Needs no engine.
 */
final class SnapshotStores implements AutoCloseable {
    private static final String VOLUME = "bench";

    /** What may differ between two looks at a heap; the larger tree has 960 MiB more. */
    private static final long NOISE = 4 << 20;

    private final Path folder = Folders.make("stores");
    private final Points points = new Points(folder.resolve("points"), InstantSource.system());
    private int taken;

    private SnapshotStores() {}

    /**
     * One of those that are compared.
     *
     * @param plain the name of the one whose time is the measure
     * @param aim the most that it may take of that; empty for none
     */
    private record Entrant(String name, String plain, String aim, Usage.Work work) {}

    static void measure(Figures figures, int runs) throws IOException, InterruptedException {
        try (SnapshotStores stores = new SnapshotStores()) {
            MixedTree small = MixedTree.make(stores.folder.resolve("small"), 625, 64L << 20);
            MixedTree tree = MixedTree.make(stores.folder.resolve("tree"), 10_000, 1L << 30);
            stores.heap(figures, small, tree);
            stores.archive(figures, tree, runs);
        }
    }

    private void archive(Figures figures, MixedTree tree, int runs)
            throws IOException, InterruptedException {
        Path plain = folder.resolve("plain.tar.zst");
        Path bare = folder.resolve("bare.tar.zst");
        Path into = folder.resolve("into");
        List<RollbackPoint> last = new ArrayList<>();
        List<Entrant> entrants =
                List.of(
                        new Entrant("tar | zstd -T0", "", "", () -> pack(tree.root(), plain)),
                        new Entrant(
                                "and sync of its file",
                                "tar | zstd -T0",
                                "",
                                () -> {
                                    pack(tree.root(), plain);
                                    Sh.run("sync", plain.toString());
                                }),
                        new Entrant(
                                "archive, not verified",
                                "tar | zstd -T0",
                                "1.05",
                                () -> BareArchive.write(tree.root(), bare)),
                        new Entrant(
                                "archive, verified: a whole point",
                                "tar | zstd -T0",
                                "1.60",
                                () -> last.add(point(tree))),
                        new Entrant("zstd -d | tar -x", "", "", () -> unpack(bare, into)),
                        new Entrant(
                                "restore, neither checked nor synced",
                                "zstd -d | tar -x",
                                "1.10",
                                () -> BareArchive.extract(bare, into)),
                        new Entrant(
                                "restore, checked, synced, verified",
                                "zstd -d | tar -x",
                                "1.10",
                                () -> restore(last.getLast(), into)));
        compare(
                figures.table(
                        "store-archive",
                        "The store archive: %s on %s, medians of %d turns (ratio: within a turn)"
                                .formatted(tree.words(), Files.getFileStore(folder).type(), runs),
                        "wall",
                        "CPU",
                        "tools' memory",
                        "ratio",
                        "aim"),
                entrants,
                runs,
                () -> {
                    Files.deleteIfExists(bare);
                    for (RollbackPoint point : last) {
                        points.delete(point.id());
                    }
                    last.clear();
                },
                () -> {
                    Files.deleteIfExists(plain);
                    Folders.delete(into);
                    Files.createDirectory(into);
                });
    }

    /**
     * Runs all of them in turn, and that as often as it says; a ratio is one of two that ran in the
     * same turn.
     *
     * @param beforeTurn not measured
     * @param beforeEach likewise
     */
    private void compare(
            Figures.Table table,
            List<Entrant> entrants,
            int runs,
            Usage.Work beforeTurn,
            Usage.Work beforeEach)
            throws IOException, InterruptedException {
        Map<String, List<Usage>> all = new LinkedHashMap<>();
        for (int run = 0; run < runs; run++) {
            beforeTurn.run();
            for (Entrant entrant : entrants) {
                beforeEach.run();
                Sh.run("sync", "--file-system", folder.toString());
                all.computeIfAbsent(entrant.name(), _ -> new ArrayList<>())
                        .add(Usage.of(entrant.work()));
            }
        }
        for (Entrant entrant : entrants) {
            List<Usage> usages = usages(all, entrant.name());
            table.row(
                    entrant.name(),
                    Figures.median(usages.stream().map(Usage::wall).toList()),
                    Figures.median(usages.stream().map(Usage::cpu).toList()),
                    Sizes.print(median(usages, Usage::toolsKib) * 1024),
                    entrant.plain().isEmpty() ? "" : ratio(usages, usages(all, entrant.plain())),
                    entrant.aim().isEmpty() ? "" : "<= " + entrant.aim());
        }
        table.print();
    }

    private static List<Usage> usages(Map<String, List<Usage>> all, String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    private static Double ratio(List<Usage> usages, List<Usage> plain) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < usages.size(); i++) {
            ratios.add(nanos(usages.get(i).wall()) / nanos(plain.get(i).wall()));
        }
        ratios.sort(null);
        return ratios.get(ratios.size() / 2);
    }

    private static double nanos(Duration time) {
        return time.toNanos();
    }

    private static long median(List<Usage> usages, Function<Usage, Long> value) {
        return usages.stream().map(value).sorted().toList().get(usages.size() / 2);
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
        Path into = folder.resolve("heap");
        Files.createDirectory(into);
        RollbackPoint point = point(tree);
        restore(point, into);
        points.delete(point.id());
        Folders.delete(into);
    }

    private RollbackPoint point(MixedTree tree) throws InterruptedException {
        taken++;
        VolumeSource volume =
                new VolumeSource(VOLUME, VolumeSource.Kind.VOLUME, tree.root(), List.of("db"));
        return points.write(
                new PointDraft(
                        new PointId("bench-" + taken),
                        new StackName("bench"),
                        "1",
                        "bench",
                        "bench",
                        Instant.now(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(volume),
                        List.of(),
                        List.of(),
                        List.of("docker", "compose", "--project-name", "bench"),
                        "{}"),
                _ -> {});
    }

    private void restore(RollbackPoint point, Path into) throws InterruptedException {
        points.restoreVolume(point, VOLUME, into, _ -> {});
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
