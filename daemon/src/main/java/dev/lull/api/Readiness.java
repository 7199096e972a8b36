package dev.lull.api;

import java.util.List;

/** Whether a window could be run now. */
@FunctionalInterface
public interface Readiness {

    /** What is in the way, a sentence each without full stop; empty if nothing is. */
    List<String> problems();
}
