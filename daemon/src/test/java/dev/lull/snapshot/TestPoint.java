package dev.lull.snapshot;

import dev.lull.stack.StackName;
import java.time.Instant;
import java.util.List;

/** Rollback points of the stack {@code shop} that are nowhere on a disk. */
public final class TestPoint {
    private TestPoint() {}

    /**
     * One with nothing in it.
     *
     * @param window that took it
     * @param bytes that it is said to take up
     */
    public static RollbackPoint of(String id, Instant at, long window, long bytes) {
        return new RollbackPoint(
                RollbackPoint.FORMAT,
                new PointId(id),
                new StackName("shop"),
                Long.toString(window),
                "update",
                "anna",
                at,
                at,
                at,
                bytes,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "{}");
    }
}
