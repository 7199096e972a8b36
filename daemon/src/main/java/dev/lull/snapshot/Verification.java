package dev.lull.snapshot;

import java.time.Instant;
import java.util.List;

/**
 * What came out of reading a rollback point again and comparing it with its manifest.
 *
 * @param id of the point
 * @param at when it was done
 * @param bytes read, at the most
 * @param problems each names a file and what is wrong with it; none if the point is good
 */
public record Verification(PointId id, Instant at, long bytes, List<String> problems) {
    public Verification {
        problems = List.copyOf(problems);
    }

    /** Whether the point can be restored. */
    public boolean good() {
        return problems.isEmpty();
    }
}
