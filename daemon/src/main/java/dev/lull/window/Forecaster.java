package dev.lull.window;

import dev.lull.plan.Change;
import dev.lull.plan.Forecast;
import dev.lull.stack.StackName;

/**
 * Measures what a window would have to copy. Touches nothing of the stack; whether blocks can be
 * shared is tried with a file in the folder of the rollback points.
 */
public interface Forecaster {

    /**
     * Looks at the data of a stack; takes as long as listing all of them.
     *
     * @throws RefusedException when there is no such stack, its labels make no plan possible, or
     *     its data can't be kept as they are
     */
    Forecast of(StackName stack, Change change) throws InterruptedException;
}
