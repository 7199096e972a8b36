package dev.lull.window;

/** Looks how a stack stands. Touches nothing of the stack. */
public interface Survey {

    /**
     * @param state with facts
     */
    Standing of(WindowId window, WindowState state);
}
