package dev.lull.window;

/** Looks how a stack stands. Touches nothing of the stack. */
public interface Survey {

    /**
     * How the stack of this window stands now.
     *
     * @param state with facts
     */
    Standing of(WindowId window, WindowState state);
}
