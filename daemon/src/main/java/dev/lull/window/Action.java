package dev.lull.window;

import java.util.Locale;

/** What a person can ask of a window. */
public enum Action {
    /** The step before which the window waits may be done. */
    APPROVE,
    /** Do the step that failed again. */
    RETRY,
    /**
     * The person's work is done, or what the watch found is accepted, or the copy elsewhere is not
     * waited for any more: go on. When stuck: the person has taken the way back to its end by hand.
     */
    REOPEN,
    /** Return the stack to the rollback point. */
    ROLLBACK,
    /** Give up before visitors are in again: return to the state before the window. */
    ABORT;

    /** As used on the command line and in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
