package dev.lull.crash;

import dev.lull.crash.CrashPoint.When;
import dev.lull.testbed.ExampleStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The daemon is killed right before and right after each journal append, and in the middle of the
 * long steps, on real containers; then it is started again. {@code make crash}; arguments are the
 * names of points to run alone.
 */
public final class CrashMatrix {
    private static final Set<String> LONG_STEPS =
            Set.of(
                    "StepStarted close-workers",
                    "StepStarted close-app",
                    "StepStarted snapshot",
                    "StepStarted change",
                    "StepStarted migrate",
                    "StepStarted restore-volumes",
                    "StepStarted restore-containers",
                    "StepStarted validate",
                    "StepStarted reopen-app");
    private static final int[] MIDDLES = {60, 250, 600};

    private CrashMatrix() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        ExampleStack.sweep();
        List<CrashRun.Result> results = new ArrayList<>();
        try (CrashRun run = new CrashRun("crash")) {
            for (Scenario scenario : Scenario.values()) {
                for (CrashPoint point : points(run, scenario)) {
                    if (args.length == 0 || List.of(args).contains(point.name())) {
                        CrashRun.Result result = run.run(point);
                        results.add(result);
                        System.out.println(line(result));
                    }
                }
            }
        }
        System.exit(summary(results) ? 0 : 1);
    }

    /** Every point of a scenario, from what an undisturbed run wrote. */
    static List<CrashPoint> points(CrashRun run, Scenario scenario)
            throws IOException, InterruptedException {
        CrashRun.Result calm = run.run(CrashPoint.never(scenario));
        System.out.println(line(calm));
        if (!calm.failures().isEmpty() || !calm.phase().equals(scenario.end().word())) {
            throw new IllegalStateException("undisturbed it ended " + calm);
        }
        List<CrashPoint> points = new ArrayList<>();
        String previous = "";
        // The first event opens the window; it is not counted.
        for (int n = 1; n < calm.events().size(); n++) {
            String what = calm.events().get(n).substring(calm.events().get(n).indexOf(' ') + 1);
            boolean nothingBetween =
                    previous.startsWith("StepDone") && what.startsWith("StepStarted");
            if (!nothingBetween) {
                points.add(new CrashPoint(scenario, When.BEFORE, n, 0, what));
            }
            points.add(new CrashPoint(scenario, When.AFTER, n, 0, what));
            if (LONG_STEPS.contains(what)) {
                for (int millis : MIDDLES) {
                    points.add(new CrashPoint(scenario, When.LATER, n, millis, what));
                }
            }
            previous = what;
        }
        return points;
    }

    private static String line(CrashRun.Result r) {
        return String.format(
                "%-28s %-34s %s %-12s %s",
                r.point().name(),
                r.point().what(),
                r.killed() ? "killed" : "      ",
                r.phase(),
                r.failures().isEmpty() ? "" : "FAILED " + r.failures());
    }

    /** Whether all is well. */
    static boolean summary(List<CrashRun.Result> results) {
        List<CrashRun.Result> failed =
                results.stream().filter(r -> !r.failures().isEmpty()).toList();
        if (!failed.isEmpty()) {
            System.out.println("\nfailed:");
            failed.forEach(r -> System.out.println("  " + line(r)));
        }
        int early = results.stream().mapToInt(CrashRun.Result::openedEarly).sum();
        System.out.println();
        System.out.println("points: " + results.size());
        System.out.println("converged: " + (results.size() - failed.size()));
        System.out.println("leaks: " + results.stream().mapToInt(CrashRun.Result::leaks).sum());
        System.out.println("lost: " + results.stream().mapToInt(CrashRun.Result::lost).sum());
        System.out.println("door.opened.early: " + early);
        return failed.isEmpty();
    }
}
