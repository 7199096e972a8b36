package dev.lull.crash;

import dev.lull.crash.CrashPoint.Victim;
import dev.lull.crash.CrashPoint.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every point of a scenario, from what an undisturbed window wrote.
 *
 * <p>The daemon dies right before and right after each append, and in the middle of each step that
 * takes long enough to have one. Where a step's output makes several appends in a row, it is the
 * first and the last of them: output changes nothing that a window does. Between a step's end and
 * the next one's start nothing happens, so that is one point. dockerd dies as each step begins, and
 * in the middle of the long ones. What a scenario does as another one does before it, it is killed
 * in at the appends and the beginnings of steps only.
 */
final class CrashPoints {
    private static final int[] MIDDLES = {150, 600};
    private static final int[] DOCKERD_MIDDLES = {400};

    private final Scenario scenario;
    private final List<Written> events;

    private final int alike;

    private CrashPoints(Scenario scenario, List<Written> calm, List<Written> other) {
        this.scenario = scenario;
        this.events = withoutOutput(calm);
        this.alike = alike(events, withoutOutput(other));
    }

    private static List<Written> withoutOutput(List<Written> events) {
        return events.stream().filter(e -> !e.isOutput()).toList();
    }

    /** With how many events of the same kind both begin. */
    private static int alike(List<Written> some, List<Written> others) {
        int n = 0;
        while (n < some.size()
                && n < others.size()
                && some.get(n).what().equals(others.get(n).what())) {
            n++;
        }
        return n;
    }

    /**
     * Counts them.
     *
     * @param calm the events of a window that nothing has disturbed, from its opening
     * @param other likewise of another scenario, whose points are all run; empty for none
     */
    static List<CrashPoint> of(Scenario scenario, List<Written> calm, List<Written> other) {
        CrashPoints points = new CrashPoints(scenario, calm, other);
        List<CrashPoint> all = new ArrayList<>();
        for (int n = 1; n < points.events.size(); n++) {
            all.addAll(points.daemonAt(n));
            all.addAll(points.inOutput(n, calm));
            all.addAll(points.dockerdAt(n));
        }
        return List.copyOf(all);
    }

    private List<CrashPoint> daemonAt(int n) {
        List<CrashPoint> points = new ArrayList<>();
        boolean nothingBefore = isStart(n) && events.get(n - 1).kind().equals("step-done");
        if (!nothingBefore) {
            points.add(point(Victim.DAEMON, When.BEFORE, n, 0, 0));
        }
        points.add(point(Victim.DAEMON, When.AFTER, n, 0, 0));
        points.addAll(middles(Victim.DAEMON, n, MIDDLES));
        return points;
    }

    private List<CrashPoint> dockerdAt(int n) {
        if (!isStart(n)) {
            return List.of();
        }
        return Stream.concat(
                        Stream.of(point(Victim.DOCKERD, When.AFTER, n, 0, 0)),
                        middles(Victim.DOCKERD, n, DOCKERD_MIDDLES).stream())
                .toList();
    }

    private List<CrashPoint> middles(Victim victim, int n, int[] millis) {
        if (!isStart(n) || isAsInOther(n)) {
            return List.of();
        }
        long took = took(n).toMillis();
        return IntStream.of(millis)
                .filter(m -> m < took)
                .mapToObj(m -> point(victim, When.LATER, n, 0, m))
                .toList();
    }

    /** The first and the last batch of those in a row after an event. */
    private List<CrashPoint> inOutput(int n, List<Written> calm) {
        if (isAsInOther(n)) {
            return List.of();
        }
        int from = calm.indexOf(events.get(n)) + 1;
        int batches =
                (int) calm.subList(from, calm.size()).stream().takeWhile(Written::isOutput).count();
        return IntStream.rangeClosed(1, batches)
                .filter(b -> b == 1 || b == batches)
                .boxed()
                .flatMap(b ->
                        Stream.of(When.BEFORE, When.AFTER)
                                .map(when -> point(Victim.DAEMON, when, n, b, 0)))
                .toList();
    }

    /** Up to the event from which on the two differ. */
    private boolean isAsInOther(int n) {
        return n < alike - 1;
    }

    private boolean isStart(int n) {
        return events.get(n).kind().equals("step-started");
    }

    /** How long the step took that was started there. */
    private Duration took(int n) {
        String step = events.get(n).about();
        return events.subList(n, events.size()).stream()
                .filter(e -> e.is("step-done", step) || e.is("step-failed", step))
                .findFirst()
                .map(end -> Duration.between(events.get(n).time(), end.time()))
                .orElse(Duration.ZERO);
    }

    private String during(int n) {
        During during = new During();
        events.subList(0, n + 1).forEach(during::see);
        return during.step();
    }

    private CrashPoint point(Victim victim, When when, int n, int output, int millis) {
        return new CrashPoint(
                scenario, victim, when, n, output, millis, events.get(n).what(), during(n));
    }
}
