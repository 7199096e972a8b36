package dev.lull.snapshot;

import dev.lull.stack.Retention;
import dev.lull.stack.StackName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Removes rollback points, and the tags that keep their images: those that a stack's retention
 * gives up, or one that a person names. Never one that a window still needs. Throws {@link
 * SnapshotException} for what a person must know.
 */
public final class Pruner {
    private final Points points;
    private final Consumer<String> unpin;
    private final Supplier<Set<PointId>> inUse;

    /**
     * @param unpin removes an image's tag; idempotent
     * @param inUse the points that windows which have not ended have taken, or return to
     */
    public Pruner(Points points, Consumer<String> unpin, Supplier<Set<PointId>> inUse) {
        this.points = points;
        this.unpin = unpin;
        this.inUse = inUse;
    }

    /** What would be removed, oldest first; touches nothing. */
    public List<Surplus> surplus(StackName stack, Retention retention) {
        List<RollbackPoint> its =
                points.list().points().stream().filter(p -> p.stack().equals(stack)).toList();
        return new Pruning(its, retention, inUse.get()).surplus(points.freeBytes());
    }

    /**
     * Removes what the retention gives up.
     *
     * @return what was removed, oldest first
     */
    public List<Surplus> prune(StackName stack, Retention retention) throws InterruptedException {
        List<Surplus> removed = new ArrayList<>();
        for (Surplus surplus : surplus(stack, retention)) {
            points.delete(surplus.point().id(), this::unpin);
            removed.add(surplus);
        }
        return List.copyOf(removed);
    }

    /**
     * Removes one; no error when there is none.
     *
     * @throws SnapshotException.Refused if a window still needs it; nothing was touched
     */
    public void delete(PointId id) throws InterruptedException {
        if (inUse.get().contains(id)) {
            throw new SnapshotException.Refused(
                    "rollback point "
                            + id
                            + " is still needed: a window that has not ended took it or returns to"
                            + " it");
        }
        points.delete(id, this::unpin);
    }

    /**
     * Removes what a crash left half-written or half-deleted. For the start, when nothing is being
     * written.
     */
    public void sweep() {
        points.sweep(this::unpin);
    }

    /** Only when it is a point no more: until then its images must stay. */
    private void unpin(RollbackPoint point) {
        point.images().forEach(image -> unpin.accept(image.pin()));
    }
}
