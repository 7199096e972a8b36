package dev.lull.window;

import dev.lull.plan.Change;
import dev.lull.plan.Forecast;
import dev.lull.stack.StackName;

/** Measures what a window would have to copy. Reads, touches nothing. */
public interface Forecaster {

    /**
     * Looks at the data of a stack; takes as long as listing all of them.
     *
     * @throws RefusedException when there is no such stack or its labels make no plan possible
     */
    Forecast of(StackName stack, Change change) throws InterruptedException;
}
