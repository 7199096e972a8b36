package dev.lull.step;

import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;

/** A step that no window waits at for a person: what it would wait for is what has failed. */
final class NeverHeld implements Step {
    private final Step step;

    NeverHeld(Step step) {
        this.step = step;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        return switch (step.perform(context)) {
            case Outcome.Waits waits -> {
                context.warn(waits.why());
                yield new Outcome.Failed(waits.why());
            }
            case Outcome.Done done -> done;
            case Outcome.Failed failed -> failed;
        };
    }
}
