package dev.lull.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The figures: tables on the terminal, and JSON under {@code target/bench/}.
 *
 * <p>Arguments choose parts: {@code daemon}, {@code discovery}, {@code stores}, {@code closed},
 * {@code broken}, {@code events}, {@code package}. Only {@code stores} and {@code events} need no
 * engine; {@code package} needs one that was built.
 */
final class Bench {
    private static final Path FOLDER = Path.of("target", "bench");
    private static final int RUNS = 3;

    private Bench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        LogFile.redirect(FOLDER.resolve("lull.log"));
        List<String> parts =
                args.length == 0
                        ? List.of(
                                "daemon",
                                "discovery",
                                "stores",
                                "closed",
                                "broken",
                                "events",
                                "package")
                        : Arrays.asList(args);
        if (Set.of("stores", "events").containsAll(parts)) {
            Folders.sweep();
        } else {
            TestBed.sweep();
        }
        Figures figures = new Figures();
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0];
        figures.table("host", "This machine", "")
                .row("cores", (long) Runtime.getRuntime().availableProcessors())
                .row("load before (figures of a busy machine say little)", load)
                .print();
        for (String part : parts) {
            try {
                measure(part, figures);
            } finally {
                figures.write(FOLDER.resolve("figures.json"));
            }
        }
        System.out.println("\nAlso as JSON: " + FOLDER.resolve("figures.json"));
        System.exit(0);
    }

    private static void measure(String part, Figures figures)
            throws IOException, InterruptedException {
        switch (part) {
            case "daemon" -> Footprint.measure(figures);
            case "package" -> Footprint.measurePackaged(figures);
            case "discovery" -> ManyStacks.measure(figures);
            case "stores" -> SnapshotStores.measure(figures, RUNS);
            case "closed" -> ClosedTime.measure(figures, RUNS);
            case "broken" -> BrokenAnswers.measure(figures);
            case "events" -> EventClients.measure(figures);
            default -> throw new IllegalArgumentException("there is no part " + part);
        }
    }
}
