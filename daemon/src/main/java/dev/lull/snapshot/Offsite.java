package dev.lull.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A place elsewhere that rollback points are copied to. Everything blocks, and ends when it is
 * interrupted.
 */
public interface Offsite {

    /** Where it is, for people; holds no secret. */
    String place();

    /** What would be in the way of a copy now; takes about a minute at the most. */
    List<Obstacle> obstacles() throws InterruptedException;

    /**
     * Makes it so that a whole copy of a point is there: one that is there already is looked at
     * again and counts. The point must not be removed meanwhile.
     *
     * @param progress is told how far it is, from other threads, one line at a time
     * @return what was seen there
     * @throws SnapshotException.Refused if there is no such point here
     * @throws SnapshotException.Failed if it can't be copied, with the way out; what was copied so
     *     far counts for nothing, and makes the next attempt shorter
     */
    Copy copy(PointId id, Consumer<String> progress) throws InterruptedException;

    /**
     * Something in the way.
     *
     * @param what is wrong, as a sentence without full stop
     * @param fix what to do about it, likewise
     */
    record Obstacle(String what, String fix) {}

    /**
     * A copy as it was seen there.
     *
     * @param name of it there, e.g. {@code restic snapshot 1a2b3c4d}
     * @param files in it
     * @param bytes of their content
     * @param added bytes that it took there; empty if it was there already
     */
    record Copy(String name, long files, long bytes, Optional<Long> added) {}
}
