package dev.lull.window;

import dev.lull.plan.Change;
import dev.lull.plan.Plan;
import dev.lull.plan.Plans;
import java.time.Clock;

class JournaledContextTest extends StepContextContract {

    @Override
    protected StepContext context() {
        Plan plan = Plans.forward(SHOP, new Change.None());
        Ledger ledger =
                OpenLedger.of(plan, new MemoryJournal(Clock.systemUTC()), Ada.saying("to v2"));
        return new JournaledContext(ledger, plan.steps().getFirst(), () -> {});
    }
}
