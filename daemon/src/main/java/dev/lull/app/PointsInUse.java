package dev.lull.app;

import dev.lull.plan.Change;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.window.JournalException;
import dev.lull.window.RefusedException;
import dev.lull.window.WindowId;
import dev.lull.window.Windows;
import java.util.function.Predicate;

/** Tells which rollback points windows that have not ended have taken, or return to. */
final class PointsInUse implements Predicate<RollbackPoint> {
    private final Windows windows;

    PointsInUse(Windows windows) {
        this.windows = windows;
    }

    /** Of a window that can't be read nobody knows what it needs: then it is every point. */
    @Override
    public boolean test(RollbackPoint point) {
        return windows.open().stream()
                .anyMatch(id -> isTakenBy(id, point) || returnsTo(id, point.id()));
    }

    /** It may be taken and not be noted yet. */
    private static boolean isTakenBy(WindowId id, RollbackPoint point) {
        return point.window().equals(id.toString());
    }

    private boolean returnsTo(WindowId id, PointId point) {
        try {
            return windows.state(id).opened().change() instanceof Change.Restore restore
                    && restore.point().equals(point.value());
        } catch (JournalException | RefusedException | IllegalStateException unreadable) {
            return true;
        }
    }
}
