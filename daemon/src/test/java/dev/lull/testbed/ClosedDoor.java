package dev.lull.testbed;

import dev.lull.plan.StepKind;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * The time in which a window let nobody in, as its journal has it.
 *
 * @param closed when the app was seen to be closed
 * @param opening when it began to be let to its visitors again
 */
public record ClosedDoor(Instant closed, Instant opening) {

    /** Of a window that closed the app once and opened it, forward or on the way back. */
    public static ClosedDoor of(List<Recorded> events) {
        Instant closed =
                first(events, e -> e instanceof Event.StepDone d && d.step() == StepKind.CLOSE_APP);
        return new ClosedDoor(
                closed,
                first(
                        events,
                        e -> e instanceof Event.StepStarted s && s.step() == StepKind.REOPEN_APP));
    }

    private static Instant first(List<Recorded> events, Predicate<Event> which) {
        return events.stream()
                .filter(e -> which.test(e.event()))
                .map(Recorded::at)
                .findFirst()
                .orElseThrow();
    }

    /**
     * What the app answered although the door was closed to it: whoever was served by the version
     * before had come before the closing, by the version after got the answer after the opening.
     */
    public List<Visitors.Served> early(List<Visitors.Served> served, String before, String after) {
        return served.stream()
                .filter(s -> !(s.sent().isBefore(closed) && isBy(before, s)))
                .filter(s -> !(s.met().isAfter(opening) && isBy(after, s)))
                .toList();
    }

    private static boolean isBy(String version, Visitors.Served served) {
        return served.version().isEmpty() || served.version().equals(version);
    }
}
