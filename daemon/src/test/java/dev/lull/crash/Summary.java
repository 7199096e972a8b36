package dev.lull.crash;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The figures of a matrix. */
final class Summary {
    private final List<Result> results;
    private final int notRun;

    /**
     * @param notRun how many points no lane was left for
     */
    Summary(List<Result> results, int notRun) {
        this.results = List.copyOf(results);
        this.notRun = notRun;
    }

    /** A line as a point is done. */
    static String line(int number, int all, Result r) {
        return String.format(
                Locale.ROOT,
                "%3d/%-3d %-72s %-11s %5.1f s%s",
                number,
                all,
                r.point().name(),
                r.phase(),
                r.millis() / 1000.0,
                r.isGood() ? "" : "  FAILED " + r.failures());
    }

    /** Prints them; whether all is well. */
    boolean print(PrintStream out, Duration took) {
        List<Result> failed = results.stream().filter(r -> !r.isGood()).toList();
        Map<String, Long> ends =
                results.stream()
                        .collect(
                                Collectors.groupingBy(
                                        r -> r.point().scenario().word() + " " + r.phase(),
                                        TreeMap::new,
                                        Collectors.counting()));
        out.println();
        ends.forEach((end, count) -> out.println("  " + end + ": " + count));
        if (!failed.isEmpty()) {
            out.println("\nfailed:");
            failed.forEach(r -> table(out, r));
        }
        out.println();
        out.println("points: " + results.size());
        out.println("converged: " + results.stream().filter(Result::converged).count());
        out.println("leaks: " + sum(r -> r.leaks().size()));
        out.println("lost: " + sum(r -> r.lost().size()));
        out.println("door.opened.early: " + sum(r -> r.early().size()));
        if (notRun > 0) {
            out.println("not run: " + notRun);
        }
        out.println("took: " + took.toMinutes() + " min " + took.toSecondsPart() + " s");
        return failed.isEmpty() && notRun == 0 && !results.isEmpty();
    }

    private static void table(PrintStream out, Result result) {
        out.println("  " + result.point().name());
        result.failures().forEach(f -> out.println("    " + f));
    }

    private int sum(ToIntFunction<Result> figure) {
        return results.stream().mapToInt(figure).sum();
    }
}
