package dev.lull.window;

import dev.lull.plan.Change;
import dev.lull.plan.PlannedStep;
import dev.lull.stack.StackName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a step knows of its window, and how it tells things. */
public interface StepContext {
    WindowId window();

    StackName stack();

    Change change();

    PlannedStep planned();

    /** Who opened the window. */
    String by();

    /** What the window was opened for, in that person's words; may be empty. */
    String reason();

    /** Whether this is the way back. */
    boolean onWayBack();

    /**
     * Whether what is done makes up for something that failed: the way back, or a layer that is
     * closed again.
     */
    boolean isUndoing();

    /** When visitors are expected to be in again. */
    Instant expectedBack();

    /**
     * The facts.
     *
     * @throws IllegalStateException before they were taken
     */
    Facts facts();

    /** Journals the facts; durable on return. */
    void take(Facts facts);

    /** What was noted under this key in this window, latest. */
    Optional<String> note(String key);

    /** Journals a note; durable on return. */
    void note(String key, String value);

    /**
     * The step begins anew after something that was not its doing, such as a Docker that went away:
     * its deadline runs from now.
     *
     * @param more and is this much longer, for what it waits for first
     */
    void restartDeadline(Duration more);

    /**
     * What begins now must not be left half done: a person's word or a deadline that interrupts the
     * step waits for that long more before it is taken for one that does not end.
     */
    void unbroken(Duration atMost);

    /** Shows a line of output. */
    void say(String line);

    /** Journals a warning. */
    void warn(String text);
}
