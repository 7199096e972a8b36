package dev.lull.window;

import java.util.Objects;

/** How a step ended. Expected ends are values, not exceptions. */
public sealed interface Outcome {

    /** What the step makes so was seen to be so. */
    record Done(String summary) implements Outcome {}

    /** It is not so, and what a person should know about it. */
    record Failed(String what) implements Outcome {

        /** Because of this, in its own words. */
        public static Failed because(Exception e) {
            return new Failed(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }

    /** It is a person's turn. */
    record Waits(String why) implements Outcome {}
}
