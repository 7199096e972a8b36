package dev.lull.window;

import dev.lull.plan.Change;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.Plans;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

class JournaledContextTest extends StepContextContract {

    @Override
    protected StepContext context() {
        MemoryJournal journal = new MemoryJournal(Clock.systemUTC());
        List<PlannedStep> steps = Plans.forward(SHOP, new Change.None()).steps();
        WindowId id =
                journal.open(
                        new Event.Opened(
                                SHOP.name(),
                                new Change.None(),
                                steps,
                                Ada.ORIGIN,
                                Duration.ofHours(1),
                                List.of()));
        Ledger ledger = new Ledger(id, journal, new Signal());
        ledger.append(new Event.StepStarted(steps.getFirst().kind()));
        return new JournaledContext(ledger, steps.getFirst());
    }
}
