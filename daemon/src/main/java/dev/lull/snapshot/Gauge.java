package dev.lull.snapshot;

import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * What is told how far something is.
 *
 * @param bytes is told those that are done so far, of all that it has to do
 * @param looks gives what is told the names so far, anew for each time that it goes through them
 */
record Gauge(LongConsumer bytes, Supplier<LongConsumer> looks) {

    /**
     * One that says it in lines; begins now.
     *
     * @param bytes that there are to be done
     * @param names that a look comes by; 0 if nobody knows
     */
    static Gauge of(String what, long bytes, long names, Consumer<String> lines) {
        return new Gauge(
                new Progress(what, bytes, lines)::at, () -> Progress.names(what, names, lines)::at);
    }

    /** Begins to go through names. */
    LongConsumer look() {
        return looks.get();
    }
}
