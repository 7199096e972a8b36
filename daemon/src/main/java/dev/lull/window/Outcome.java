package dev.lull.window;

/** How a step ended. Expected ends are values, not exceptions. */
public sealed interface Outcome {

    /** What the step makes so was seen to be so. */
    record Done(String summary) implements Outcome {}

    /** It is not so, and what a person should know about it. */
    record Failed(String what) implements Outcome {}

    /** It is a person's turn. */
    record Waits(String why) implements Outcome {}
}
