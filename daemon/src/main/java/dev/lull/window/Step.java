package dev.lull.window;

/**
 * One thing done in a window: "make it so", never "do it once". A step looks at the journaled facts
 * and at what is there now, and may be performed again at any time, after a crash too.
 */
@FunctionalInterface
public interface Step {

    /**
     * Makes it so, blocking until it was seen to be so.
     *
     * @throws InterruptedException when a person turned the window back or the deadline has passed
     */
    Outcome perform(StepContext context) throws InterruptedException;
}
