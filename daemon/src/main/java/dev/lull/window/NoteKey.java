package dev.lull.window;

import dev.lull.plan.StepKind;

/** The notes of a window that are shown: whoever writes and whoever reads them names them here. */
public final class NoteKey {
    /** The rollback point that the window wrote: its id. */
    public static final String POINT = "point";

    /** The copy of that point elsewhere, as it was seen there: a sentence without full stop. */
    public static final String OFFSITE = "offsite";

    /** What of the stack's data is not in that point, a sentence a line; empty for nothing. */
    public static final String LEFT_OUT = "left-out";

    /** The quiet certificate, JSON. */
    public static final String CERTIFICATE = "certificate";

    /** What became of the door just now: {@link #CLOSED} or {@link #OPEN}. */
    public static final String DOOR = "door";

    public static final String CLOSED = "closed";
    public static final String OPEN = "open";

    /**
     * Before the id of a page: how many requests of visitors it had answered when it left, a
     * number.
     */
    public static final String MET = "met/";

    private NoteKey() {}

    /** What a person was told when the window was held at a step, and said to go on with. */
    public static String goneOnWith(StepKind step) {
        return "gone-on-with/" + step.word();
    }
}
