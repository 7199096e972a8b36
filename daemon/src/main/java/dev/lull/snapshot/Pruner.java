package dev.lull.snapshot;

import dev.lull.stack.Retention;
import dev.lull.stack.StackName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Removes rollback points, and the tags that keep their images: those that a stack's retention
 * gives up, or one that a person names. Never one that a window still needs. One removal at a time;
 * throws {@link SnapshotException} for what a person must know.
 */
public final class Pruner {
    private final Points points;
    private final Consumer<String> unpin;
    private final Predicate<RollbackPoint> inUse;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * @param unpin removes an image's tag; idempotent
     * @param inUse whether a window that has not ended has taken a point, or returns to it
     */
    public Pruner(Points points, Consumer<String> unpin, Predicate<RollbackPoint> inUse) {
        this.points = points;
        this.unpin = unpin;
        this.inUse = inUse;
    }

    /** What would be removed, in that order; touches nothing. */
    public List<Surplus> surplus(StackName stack, Retention retention) {
        List<RollbackPoint> its =
                points.list().points().stream().filter(p -> p.stack().equals(stack)).toList();
        return new Pruning(its, retention, inUse, p -> points.isDamaged(p.id()))
                .surplus(points.freeBytes());
    }

    /**
     * Removes what the retention gives up.
     *
     * @return what was removed, in that order
     */
    public List<Surplus> prune(StackName stack, Retention retention) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            List<Surplus> removed = new ArrayList<>();
            for (Surplus surplus : surplus(stack, retention)) {
                // A window may have come to need it since.
                if (!inUse.test(surplus.point())) {
                    points.delete(surplus.point().id(), this::unpin);
                    removed.add(surplus);
                }
            }
            return List.copyOf(removed);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes one; no error when there is none. Of one that can't be read nobody knows the tags:
     * they stay.
     *
     * @throws SnapshotException.Refused if a window still needs it; nothing was touched
     */
    public void delete(PointId id) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (whole(id).filter(inUse).isPresent()) {
                throw new SnapshotException.Refused(
                        "rollback point "
                                + id
                                + " is still needed: a window that has not ended took it, returns"
                                + " to it, or can't be read");
            }
            points.delete(id, this::unpin);
        } finally {
            lock.unlock();
        }
    }

    private Optional<RollbackPoint> whole(PointId id) {
        try {
            return points.find(id);
        } catch (SnapshotException.Damaged unreadable) {
            return Optional.empty();
        }
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
