package dev.lull.crash;

import dev.lull.crash.CrashPoint.Victim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which points are run in one window: a daemon dies at several, one after the other, and so does
 * dockerd, once a step. What ends a window early, or turns it back, is a window of its own.
 */
final class CrashSeries {
    private static final int AT_MOST = 20;

    private CrashSeries() {}

    /** Every point once, in the order of the points. */
    static List<List<CrashPoint>> of(List<CrashPoint> points) {
        Map<String, List<List<CrashPoint>>> open = new LinkedHashMap<>();
        for (CrashPoint point : points) {
            List<List<CrashPoint>> alike =
                    open.computeIfAbsent(kind(point), k -> new ArrayList<>());
            if (alike.isEmpty() || !mayFollow(alike.getLast(), point)) {
                alike.add(new ArrayList<>());
            }
            alike.getLast().add(point);
        }
        return open.values().stream().flatMap(List::stream).map(List::copyOf).toList();
    }

    /** Those of one kind may follow each other in a window. */
    private static String kind(CrashPoint point) {
        String kind = point.scenario().word() + " " + point.victim();
        if (point.victim() == Victim.DAEMON) {
            return kind;
        }
        return String.join(
                " ", kind, Integer.toString(point.millis()), Boolean.toString(isBefore(point)));
    }

    private static boolean mayFollow(List<CrashPoint> series, CrashPoint point) {
        return series.size() < AT_MOST && !isAlone(point) && !isAlone(series.getLast());
    }

    /**
     * dockerd takes an app down in prepare, which refuses then, and a migration with it. A daemon
     * that dies where a person's word ends the watch finds the word, and does not end it again.
     */
    private static boolean isAlone(CrashPoint point) {
        return switch (point.victim()) {
            case DOCKERD -> point.during().equals("prepare") || point.during().equals("migrate");
            case DAEMON -> point.what().equals("step-failed-watch");
        };
    }

    private static boolean isBefore(CrashPoint point) {
        return switch (point.during()) {
            case "announce",
                    "close-cron",
                    "close-workers",
                    "close-app",
                    "prove-quiet",
                    "snapshot",
                    "change",
                    "start-data" ->
                    true;
            default -> false;
        };
    }
}
