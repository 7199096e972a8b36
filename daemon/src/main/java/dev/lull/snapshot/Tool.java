package dev.lull.snapshot;

import java.util.List;
import java.util.function.Predicate;

/**
 * A program of the host, with its arguments.
 *
 * @param argv no shell takes part
 * @param consumed is asked about each line of its standard error, on a thread of its own; a line
 *     that it takes is not kept as a message of trouble
 */
record Tool(List<String> argv, Predicate<String> consumed) {
    Tool {
        argv = List.copyOf(argv);
    }

    static Tool of(List<String> argv) {
        return new Tool(argv, line -> false);
    }

    String name() {
        return argv.getFirst();
    }
}
