package dev.lull.snapshot;

import java.util.List;

/**
 * The rollback points in the store.
 *
 * @param points newest first
 * @param unreadable folders that can't be read as points
 */
public record Listing(List<RollbackPoint> points, List<Unreadable> unreadable) {
    public Listing {
        points = List.copyOf(points);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * A folder in the store that can't be read as a point.
     *
     * @param folder its name
     * @param problem why
     */
    public record Unreadable(String folder, String problem) {}
}
