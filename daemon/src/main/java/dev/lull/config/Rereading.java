package dev.lull.config;

import java.util.List;

/** What came of reading once more what a daemon is told. */
public sealed interface Rereading {

    /** A daemon that was started now would be told this. */
    record Valid(Told told) implements Rereading {}

    /**
     * A daemon would not be started with it.
     *
     * @param why as a sentence without full stop
     * @param problems all of them, if there are more
     */
    record Refused(String why, List<String> problems) implements Rereading {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
