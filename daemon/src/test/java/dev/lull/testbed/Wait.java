package dev.lull.testbed;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what comes about by itself, and fails the test when it never does. */
public final class Wait {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private Wait() {}

    /** Waits until it is so. */
    public static void until(String what, BooleanSupplier so) {
        until(() -> what, so);
    }

    /**
     * Waits until it is so.
     *
     * @param what says, when it never is, what was waited for
     */
    public static void until(Supplier<String> what, BooleanSupplier so) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never: " + what.get());
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
