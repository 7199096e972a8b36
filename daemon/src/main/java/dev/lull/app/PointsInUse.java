package dev.lull.app;

import dev.lull.plan.Change;
import dev.lull.snapshot.PointId;
import dev.lull.window.NoteKey;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import dev.lull.window.Windows;
import java.util.HashSet;
import java.util.Set;

/** The rollback points that windows which have not ended have taken, or return to. */
final class PointsInUse {
    private PointsInUse() {}

    static Set<PointId> of(Windows windows) {
        Set<PointId> inUse = new HashSet<>();
        for (WindowId id : windows.open()) {
            WindowState state = windows.state(id);
            String taken = state.notes().get(NoteKey.POINT);
            if (taken != null) {
                inUse.add(new PointId(taken));
            }
            if (state.opened().change() instanceof Change.Restore restore) {
                inUse.add(new PointId(restore.point()));
            }
        }
        return inUse;
    }
}
