package dev.lull.step;

import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;

/** Waits while a person does the work. */
final class Work implements Step {
    @Override
    public Outcome perform(StepContext context) {
        return new Outcome.Waits(
                "it is quiet, and the rollback point is taken: do your work now. Then 'lull reopen "
                        + context.window()
                        + "' checks the app and opens it; 'lull rollback "
                        + context.window()
                        + "' returns to the rollback point");
    }
}
