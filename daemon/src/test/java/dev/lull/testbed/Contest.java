package dev.lull.testbed;

import dev.lull.stack.Sizes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Pieces of work that are compared: all of them in turn, and that a number of times; a ratio is one
 * of two that ran in the same turn.
 *
 * @param folder on the disk that they work on; what others have left is written down before each
 * @param turns how many
 * @param beforeTurn not measured
 * @param beforeEach likewise
 */
record Contest(Path folder, int turns, Usage.Work beforeTurn, Usage.Work beforeEach) {
    private static final String[] COLUMNS = {"wall", "CPU", "tools' memory", "ratio", "aim"};

    /**
     * One of those that are compared.
     *
     * @param plain the name of the one whose time is the measure; empty for none
     * @param aim the most that it may take of that; empty for none
     */
    record Entrant(String name, String plain, String aim, Usage.Work work) {}

    /** Runs it. The table is printed. */
    void run(Figures figures, String name, String title, List<Entrant> entrants)
            throws IOException, InterruptedException {
        Map<String, List<Usage>> all = new LinkedHashMap<>();
        for (int turn = 0; turn < turns; turn++) {
            beforeTurn.run();
            for (Entrant entrant : entrants) {
                beforeEach.run();
                Sh.run("sync", "--file-system", folder.toString());
                all.computeIfAbsent(entrant.name(), _ -> new ArrayList<>())
                        .add(Usage.of(entrant.work()));
            }
        }
        Figures.Table table =
                figures.table(
                        name,
                        title + ", medians of %d turns (ratio: within a turn)".formatted(turns),
                        COLUMNS);
        entrants.forEach(e -> row(table, e, all));
        table.print();
    }

    private static void row(Figures.Table table, Entrant entrant, Map<String, List<Usage>> all) {
        List<Usage> usages = usages(all, entrant.name());
        table.row(
                entrant.name(),
                Figures.median(usages.stream().map(Usage::wall).toList()),
                Figures.median(usages.stream().map(Usage::cpu).toList()),
                Sizes.print(median(usages, Usage::toolsKib) * 1024),
                entrant.plain().isEmpty() ? "" : ratio(usages, usages(all, entrant.plain())),
                entrant.aim().isEmpty() ? "" : "<= " + entrant.aim());
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
}
