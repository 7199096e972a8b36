package dev.lull.schedule;

import dev.lull.plan.Change;
import dev.lull.stack.StackName;
import dev.lull.window.RefusedException;

/** Tells whether a change would change anything. */
public interface Novelty {

    /**
     * Looks, and brings what a look needs, such as images. May take long, and may be interrupted.
     *
     * @throws RefusedException when it can't be told
     * @throws NotNowException when it can't be told now
     */
    Finding look(StackName stack, Change change) throws InterruptedException;
}
