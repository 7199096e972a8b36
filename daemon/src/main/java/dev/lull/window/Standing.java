package dev.lull.window;

import java.util.List;

/**
 * How a stack stands against what it was before its window, as seen at the moment of asking, and
 * what a person would do to finish by hand.
 *
 * @param commands in order; a line that begins with {@code #} explains
 */
public record Standing(List<Item> items, List<String> commands) {
    public Standing {
        items = List.copyOf(items);
        commands = List.copyOf(commands);
    }

    /**
     * One thing that the way back returns.
     *
     * @param what e.g. {@code container shop-app-1}
     * @param before as the facts and the rollback point have it
     * @param now as Docker and the disk show it
     */
    public record Item(String what, String before, String now, boolean inPlace) {}
}
