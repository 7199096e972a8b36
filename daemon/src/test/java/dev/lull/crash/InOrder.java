package dev.lull.crash;

import dev.lull.crash.CrashPoint.When;
import dev.lull.window.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Strikes at one point after the other. What died before makes a step begin again, so the numbers
 * of events don't count any more: a point is where its event comes in its step. The same place may
 * be struck twice where a step appends alike events; a point that never comes is left.
 */
final class InOrder implements Trigger {
    private final List<CrashPoint> points;
    private final During during = new During();
    private int next;
    private boolean here;

    /**
     * @param points those that are left, in their order
     * @param before what earlier lives have appended
     */
    InOrder(List<CrashPoint> points, List<Event> before) {
        this.points = List.copyOf(points);
        before.forEach(e -> during.see(Written.of(e)));
    }

    @Override
    public boolean before(Event event) {
        Written written = Written.of(event);
        boolean sameStep = isDuring();
        during.see(written);
        here = next < points.size() && isDuring() && isMeant(written);
        boolean saidNothing =
                next < points.size()
                        && points.get(next).output() > 0
                        && sameStep
                        && Trigger.endsStep(event);
        boolean strikes = saidNothing || (here && points.get(next).when() == When.BEFORE);
        if (strikes) {
            next++;
            here = false;
        }
        return strikes;
    }

    private boolean isDuring() {
        return next < points.size() && points.get(next).during().equals(during.step());
    }

    private boolean isMeant(Written event) {
        CrashPoint point = points.get(next);
        return point.output() > 0 ? event.isOutput() : event.what().equals(point.what());
    }

    @Override
    public Optional<Duration> after(Event event) {
        if (!here) {
            return Optional.empty();
        }
        here = false;
        return Optional.of(Duration.ofMillis(points.get(next++).millis()));
    }
}
