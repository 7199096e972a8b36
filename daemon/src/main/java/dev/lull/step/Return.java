package dev.lull.step;

import dev.lull.plan.Change;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.window.StepContext;
import java.util.Optional;

/** Which rollback point a restoring step returns to. */
final class Return {
    private Return() {}

    /**
     * On the way back the window's own point; on the way forward the one that was asked for. Empty
     * when the window has not written one: then its volumes are untouched.
     */
    static Optional<RollbackPoint> point(StepContext context, Notes notes, Points points) {
        Optional<String> id =
                !context.onWayBack() && context.change() instanceof Change.Restore restore
                        ? Optional.of(restore.point())
                        : notes.point();
        return id.map(i ->
                points.find(new PointId(i))
                        .orElseThrow(() ->
                                new IllegalStateException("rollback point " + i + " is gone")));
    }
}
