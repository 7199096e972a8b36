package dev.lull.window;

import java.util.Map;

/** Looks how a stack stands. Touches nothing of the stack. */
public interface Survey {

    /**
     * How the stack of this window stands now.
     *
     * @param state with facts
     */
    Standing of(WindowId window, WindowState state);

    /**
     * How many requests of visitors the pages that stand now have answered, by the page's id. Of
     * one that does not say there is nothing, likewise while Docker does not answer.
     */
    Map<String, Long> met(WindowState state) throws InterruptedException;
}
