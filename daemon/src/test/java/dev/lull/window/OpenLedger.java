package dev.lull.window;

import dev.lull.plan.Change;
import dev.lull.plan.Plan;
import java.time.Duration;
import java.util.List;

/** The ledger of a window that was just opened, and is at its first step. */
final class OpenLedger {
    private OpenLedger() {}

    static Ledger of(Plan plan, Journal journal) {
        return of(plan, journal, Ada.ORIGIN);
    }

    static Ledger of(Plan plan, Journal journal, Origin origin) {
        WindowId id =
                journal.open(
                        new Event.Opened(
                                plan.stack(),
                                new Change.None(),
                                plan.steps(),
                                origin,
                                Duration.ofHours(1),
                                List.of()));
        Ledger ledger = new Ledger(id, journal, new Signal());
        ledger.append(new Event.StepStarted(plan.steps().getFirst().kind()));
        return ledger;
    }
}
