package dev.lull.window;

import dev.lull.plan.StepKind;
import java.util.Optional;

/**
 * Something that somebody else did to a stack behind its window's back.
 *
 * @param what a sentence without full stop, for people
 * @param undone the closing step that has to be done again because of it; empty where there is
 *     nothing to close again
 */
public record Breach(String what, Optional<StepKind> undone) {

    /** What a closing step had closed is not closed any more. */
    public static Breach of(StepKind undone, String what) {
        return new Breach(what, Optional.of(undone));
    }

    /** The stack is not as the window left it; nothing that was closed is open. */
    public static Breach of(String what) {
        return new Breach(what, Optional.empty());
    }
}
