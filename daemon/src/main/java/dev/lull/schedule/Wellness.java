package dev.lull.schedule;

import dev.lull.stack.StackName;
import dev.lull.window.RefusedException;
import java.util.List;

/** Tells whether a stack is well. */
public interface Wellness {

    /**
     * Why it is not, now: sentences without full stops; none when it is well. Touches nothing.
     *
     * @throws RefusedException when it can't be told
     * @throws NotNowException when it can't be told now
     */
    List<String> ailments(StackName stack) throws InterruptedException;
}
