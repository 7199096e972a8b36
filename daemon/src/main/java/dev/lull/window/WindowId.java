package dev.lull.window;

/**
 * The number of a window, counted up for each state directory.
 *
 * @param value from 1
 */
public record WindowId(long value) {
    public WindowId {
        if (value < 1) {
            throw new IllegalArgumentException("windows are numbered from 1: " + value);
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
