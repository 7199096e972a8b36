package dev.lull.app;

import dev.lull.window.Event;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When a daemon dies: right before or right after one append. Output is counted apart, for how it
 * is gathered into appends depends on time.
 *
 * @param output whether the n-th append of output is meant, or the n-th of all others
 * @param nth from 1
 * @param after whether the append is still made
 */
record Death(boolean output, int nth, boolean after) {

    /** Counts the appends of one life. */
    static final class Watch {
        private final Death death;
        private final AtomicInteger count = new AtomicInteger();

        Watch(Death death) {
            this.death = death;
        }

        /** Whether this append is the one. */
        boolean isNow(Event event) {
            return event instanceof Event.Said == death.output
                    && count.incrementAndGet() == death.nth;
        }

        boolean after() {
            return death.after;
        }
    }

    /** Never. */
    static Death never() {
        return new Death(false, Integer.MAX_VALUE, false);
    }

    @Override
    public String toString() {
        return (after ? "after" : "before") + (output ? " output " : " append ") + nth;
    }
}
