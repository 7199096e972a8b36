package dev.lull.crash;

import java.util.List;
import java.util.stream.Stream;

/**
 * What became of a point.
 *
 * @param phase in which the window ended
 * @param kills how often something was killed
 * @param millis from the opening of the window to the last check
 * @param wrong what is not as it must be, but for the following
 * @param leaks what was left behind
 * @param lost entries that were acknowledged and are not there
 * @param early what the app answered although the door was closed to it
 * @param broken how many knocks nobody answered; it may be so when something dies
 * @param events of the window
 */
record Result(
        CrashPoint point,
        String phase,
        int kills,
        long millis,
        List<String> wrong,
        List<String> leaks,
        List<String> lost,
        List<String> early,
        long broken,
        List<Written> events) {
    Result {
        wrong = List.copyOf(wrong);
        leaks = List.copyOf(leaks);
        lost = List.copyOf(lost);
        early = List.copyOf(early);
        events = List.copyOf(events);
    }

    /** A point that could not be brought to its end. */
    static Result broken(CrashPoint point, String why) {
        return new Result(
                point,
                "unknown",
                0,
                0,
                List.of(why),
                List.of(),
                List.of(),
                List.of(),
                0,
                List.of());
    }

    /** The part of one of several points that were struck in this window. */
    Result shared(CrashPoint one, int all) {
        return new Result(
                one, phase, 1, millis / all, wrong, leaks, lost, early, broken / all, events);
    }

    /** Whether the window ended as it must, the stack as good as if nothing had happened. */
    boolean converged() {
        return wrong.isEmpty();
    }

    boolean isGood() {
        return failures().isEmpty();
    }

    /** All that is not as it must be. */
    List<String> failures() {
        return Stream.of(
                        wrong.stream(),
                        leaks.stream().map(l -> "left behind: " + l),
                        lost.stream().map(l -> "lost: " + l),
                        early.stream().map(e -> "opened early: " + e))
                .flatMap(s -> s)
                .toList();
    }
}
