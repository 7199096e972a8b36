package dev.lull.window;

import dev.lull.plan.Change;
import dev.lull.plan.Plan;
import java.time.Duration;
import java.util.List;

/** The ledger of a window that was just opened, and is at its first step. */
final class OpenLedger {
    private OpenLedger() {}

    static Ledger of(Plan plan, Journal journal) {
        WindowId id =
                journal.open(
                        new Event.Opened(
                                plan.stack(),
                                new Change.None(),
                                plan.steps(),
                                Ada.ORIGIN,
                                Duration.ofHours(1),
                                List.of()));
        Ledger ledger = new Ledger(id, journal, new Signal());
        ledger.append(new Event.StepStarted(plan.steps().getFirst().kind()));
        return ledger;
    }
}
