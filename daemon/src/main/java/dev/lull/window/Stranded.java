package dev.lull.window;

import dev.lull.stack.StackName;
import dev.lull.window.RefusedException.Reason;
import java.util.Objects;
import java.util.Optional;

/**
 * An open window that can't be taken up after a start of the daemon, for its journal can't be
 * followed to its end. Nothing is done for it, and none is opened beside it.
 *
 * @param stack empty where not even that can be read: it may be any
 * @param why for people
 */
record Stranded(WindowId window, Optional<StackName> stack, String why) {

    /** Reads what can be read. */
    static Stranded of(WindowId window, Journal journal, RuntimeException why) {
        return new Stranded(
                window,
                stack(window, journal),
                Objects.requireNonNullElse(why.getMessage(), why.toString()));
    }

    private static Optional<StackName> stack(WindowId window, Journal journal) {
        try {
            return Optional.of(journal.stack(window));
        } catch (JournalException e) {
            return Optional.empty();
        }
    }

    boolean isOn(StackName name) {
        return stack.equals(Optional.of(name));
    }

    /** What is so, and what to do. */
    String words() {
        return "window "
                + window
                + stack.map(s -> " of stack " + s).orElse("")
                + " can't be taken up, for its journal can't be followed: "
                + why
                + (stack.isEmpty()
                        ? ". Nor can be told which stack it is on, so none can have a new window"
                        : "")
                + ". The stack is left as it is, and its door may be closed. Run the Lull that"
                + " wrote the journal, or put back a backup of lull.db, and restart the daemon";
    }

    RefusedException refused() {
        return new RefusedException(Reason.CONFLICT, words());
    }
}
