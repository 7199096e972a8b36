package dev.lull.window;

import java.util.Optional;

/** Looks whether what a window has closed is still closed. Reads, touches nothing. */
public interface Boundary {

    /**
     * What somebody else has opened, started or removed behind the window's back, as a sentence;
     * empty when everything is as the window left it.
     */
    Optional<String> broken(WindowState state);
}
