package dev.lull.window;

import java.time.Instant;
import java.util.List;

/** What stands between visitors and a stack: the door that a window has closed. */
public interface Boundary {

    /**
     * What somebody else has opened, started, made anew or removed behind the window's back; empty
     * when everything is as the window left it. Reads, touches nothing.
     */
    List<Breach> breaches(WindowState state);

    /** Tells visitors, where they meet a page, another time at which they can be in again. */
    default void tell(WindowId window, WindowState state, Instant expectedBack) {}
}
