package dev.lull.crash;

import dev.lull.crash.CrashPoint.When;
import dev.lull.window.Event;
import java.time.Duration;
import java.util.Optional;

/**
 * Strikes once, at a point. How output is gathered into batches depends on time: a step that says
 * less than when the points were counted is struck right before its end.
 */
final class AtPoint implements Trigger {
    private final CrashPoint point;
    private int events;
    private int outputs;

    AtPoint(CrashPoint point) {
        this.point = point;
    }

    @Override
    public boolean before(Event event) {
        if (event instanceof Event.Said) {
            outputs += events == point.event() ? 1 : 0;
            return isTheOutput() && point.when() == When.BEFORE;
        }
        boolean saidLess =
                outputs < point.output() && events >= point.event() && Trigger.endsStep(event);
        events++;
        return saidLess || (isTheEvent() && point.when() == When.BEFORE);
    }

    @Override
    public Optional<Duration> after(Event event) {
        boolean here = event instanceof Event.Said ? isTheOutput() : isTheEvent();
        return switch (point.when()) {
            case AFTER -> here ? Optional.of(Duration.ZERO) : Optional.empty();
            case LATER -> here ? Optional.of(Duration.ofMillis(point.millis())) : Optional.empty();
            case NEVER, BEFORE, EACH_STEP, EACH_STEP_BACK -> Optional.empty();
        };
    }

    private boolean isTheEvent() {
        return point.output() == 0 && events == point.event();
    }

    private boolean isTheOutput() {
        return point.output() > 0 && events == point.event() && outputs == point.output();
    }
}
