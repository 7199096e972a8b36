package dev.lull.window;

import dev.lull.plan.StepKind;
import java.util.Optional;

/**
 * Something that somebody else did to a stack behind its window's back.
 *
 * @param what a sentence without full stop, for people
 * @param undone the closing step that has to be done again because of it; empty where there is
 *     nothing to close again
 * @param letIn whether visitors may have been let in by it
 */
public record Breach(String what, Optional<StepKind> undone, boolean letIn) {

    /** What a closing step had closed is not closed any more. */
    public static Breach of(StepKind undone, String what) {
        return new Breach(what, Optional.of(undone), false);
    }

    /**
     * The app runs behind the closed door, or its page is gone: visitors may be in, and what they
     * write may be kept.
     */
    public static Breach intrusion(String what) {
        return new Breach(what, Optional.of(StepKind.CLOSE_APP), true);
    }

    /** The stack is not as the window left it; nothing that was closed is open. */
    public static Breach of(String what) {
        return new Breach(what, Optional.empty(), false);
    }
}
