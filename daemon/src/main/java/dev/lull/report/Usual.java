package dev.lull.report;

import dev.lull.plan.StepKind;
import dev.lull.stack.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long windows of one kind have taken: the median of each thing. Pure.
 *
 * @param closed how long visitors saw the page
 * @param steps by kind
 * @param why where this is known from, a sentence without full stop
 */
public record Usual(Duration closed, Map<StepKind, Duration> steps, String why) {
    public Usual {
        steps = Map.copyOf(steps);
    }

    /** How long steps of a kind took, if any did. */
    public Optional<Duration> of(StepKind kind) {
        return Optional.ofNullable(steps.get(kind));
    }

    /**
     * One window that did what it was to do.
     *
     * @param closed how long visitors saw the page
     * @param steps how long each took
     */
    public record Past(Duration closed, Map<StepKind, Duration> steps) {
        public Past {
            steps = Map.copyOf(steps);
        }

        static Past of(WindowReport report) {
            Map<StepKind, Duration> steps = new EnumMap<>(StepKind.class);
            report.timeline()
                    .forward()
                    .forEach(s ->
                            s.elapsed(report.asOf()).ifPresent(d -> steps.put(s.run().kind(), d)));
            return new Past(report.doorClosed(), steps);
        }
    }

    /** Empty if there was none. */
    static Optional<Usual> of(List<Past> windows) {
        if (windows.isEmpty()) {
            return Optional.empty();
        }
        Map<StepKind, List<Duration>> steps = new EnumMap<>(StepKind.class);
        windows.forEach(w ->
                w.steps()
                        .forEach((kind, took) ->
                                steps.computeIfAbsent(kind, _ -> new ArrayList<>()).add(took)));
        Map<StepKind, Duration> medians = new EnumMap<>(StepKind.class);
        steps.forEach((kind, took) -> medians.put(kind, median(took)));
        List<Duration> closed = windows.stream().map(Past::closed).sorted().toList();
        return Optional.of(new Usual(median(closed), medians, why(closed)));
    }

    private static String why(List<Duration> closed) {
        return closed.size() == 1
                ? "the one window of this kind before had its door closed for "
                        + Durations.print(closed.getFirst())
                : "the last "
                        + closed.size()
                        + " windows of this kind had their doors closed for "
                        + Durations.print(closed.getFirst())
                        + " to "
                        + Durations.print(closed.getLast());
    }

    private static Duration median(List<Duration> durations) {
        return durations.stream().sorted().toList().get(durations.size() / 2);
    }
}
