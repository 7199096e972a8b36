package dev.lull.window;

import java.util.List;

/** What was asked can't be done now; nothing was touched. The message is for people. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final List<String> problems;

    /** Why, as far as a program must tell. */
    public enum Reason {
        /** There is no such stack, window or rollback point. */
        NOT_FOUND,
        /** Another window, or the window's state, is in the way. */
        CONFLICT,
        /** What was asked makes no sense on this stack. */
        INVALID,
        /** A person's confirmation is missing. */
        UNCONFIRMED
    }

    public RefusedException(Reason reason, String message, List<String> problems) {
        super(message);
        this.reason = reason;
        this.problems = List.copyOf(problems);
    }

    public RefusedException(Reason reason, String message) {
        this(reason, message, List.of());
    }

    public Reason reason() {
        return reason;
    }

    /** Every problem, one a line, where there are several. */
    public List<String> problems() {
        return problems;
    }
}
