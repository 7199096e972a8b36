package dev.lull.window;

import java.util.List;

/** Looks whether what a window has closed is still closed. Reads, touches nothing. */
public interface Boundary {

    /**
     * What somebody else has opened, started, made anew or removed behind the window's back; empty
     * when everything is as the window left it.
     */
    List<Breach> breaches(WindowState state);
}
