package dev.lull.window;

import dev.lull.stack.StackName;
import java.util.List;
import java.util.Optional;

/**
 * Where windows are kept. What was appended survives any crash of the process or the host from the
 * moment that {@code append} returns. Thread-safe.
 *
 * <p>Every method throws {@link JournalException} when the journal can't do it: the window must
 * stop then, for what can't be written down must not be done.
 */
public interface Journal {

    /**
     * Makes a new window of its first event; durable on return.
     *
     * @throws JournalException also when there is one for the same request already
     */
    WindowId open(Event.Opened opened);

    /**
     * Appends; durable on return.
     *
     * @return the event as recorded, with its sequence
     */
    Recorded append(WindowId window, Event event);

    /**
     * The events of a window in order.
     *
     * @param after only those with a higher sequence; 0 for all
     */
    List<Recorded> read(WindowId window, long after);

    /** All windows, newest first. */
    List<WindowId> windows();

    /**
     * The window that was opened for a request.
     *
     * @param by who asked for it
     * @param request as in {@link Origin}; not empty
     */
    Optional<WindowId> find(String by, String request);

    /** Windows without an {@link Event.Ended}, oldest first. */
    List<WindowId> open();

    /**
     * The stack that a window is on. Kept apart from the events, and told also where those can't be
     * read.
     *
     * @throws JournalException when there is no such window, or not even this can be read; it says
     *     which window
     */
    StackName stack(WindowId window);
}
