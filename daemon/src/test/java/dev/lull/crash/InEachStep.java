package dev.lull.crash;

import dev.lull.plan.StepKind;
import dev.lull.window.Event;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Strikes in the middle of each step when it is performed for the first time. */
final class InEachStep implements Trigger {
    private final Duration middle;
    private final boolean onlyBack;
    private final Set<StepKind> spared;
    private final Set<StepKind> seen = EnumSet.noneOf(StepKind.class);
    private boolean back;

    /**
     * @param before what earlier lives have appended
     * @param middle how long after its start
     * @param onlyBack whether to leave the steps of the way forward alone
     * @param spared steps to leave alone
     */
    InEachStep(List<Event> before, Duration middle, boolean onlyBack, Set<StepKind> spared) {
        this.middle = middle;
        this.onlyBack = onlyBack;
        this.spared = Set.copyOf(spared);
        before.forEach(this::isFirstStart);
    }

    @Override
    public boolean before(Event event) {
        return false;
    }

    @Override
    public Optional<Duration> after(Event event) {
        boolean first = isFirstStart(event);
        return first && (back || !onlyBack) ? Optional.of(middle) : Optional.empty();
    }

    private boolean isFirstStart(Event event) {
        if (event instanceof Event.TurnedBack) {
            back = true;
            seen.clear();
        }
        return event instanceof Event.StepStarted started
                && !spared.contains(started.step())
                && seen.add(started.step());
    }
}
