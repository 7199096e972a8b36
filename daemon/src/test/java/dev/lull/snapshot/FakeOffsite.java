package dev.lull.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A place elsewhere that keeps what it was given in mind. */
public final class FakeOffsite implements Offsite {
    private final Points points;
    private final Map<PointId, Amount> copies = new ConcurrentHashMap<>();
    private volatile Optional<Obstacle> trouble = Optional.empty();
    private volatile CountDownLatch begins = new CountDownLatch(0);
    private volatile CountDownLatch ends = new CountDownLatch(0);

    public FakeOffsite(Points points) {
        this.points = points;
    }

    /** From now on nothing can be copied. */
    public FakeOffsite troubledBy(String what, String fix) {
        trouble = Optional.of(new Obstacle(what, fix));
        return this;
    }

    /** From now on a copy is not done before it is let. */
    public FakeOffsite slow() {
        begins = new CountDownLatch(1);
        ends = new CountDownLatch(1);
        return this;
    }

    /** Waits until a copy has begun. */
    public void awaitCopying() throws InterruptedException {
        begins.await();
    }

    public void letGo() {
        ends.countDown();
    }

    public boolean has(PointId id) {
        return copies.containsKey(id);
    }

    @Override
    public String place() {
        return "/mnt/elsewhere";
    }

    @Override
    public List<Obstacle> obstacles() {
        return trouble.stream().toList();
    }

    @Override
    public Copy copy(PointId id, Consumer<String> progress) throws InterruptedException {
        if (points.find(id).isEmpty()) {
            throw new SnapshotException.Refused("there is no rollback point " + id);
        }
        if (trouble.isPresent()) {
            throw new SnapshotException.Failed(trouble.get().what() + ". " + trouble.get().fix());
        }
        begins.countDown();
        ends.await();
        Amount here = contents(id);
        boolean there = here.equals(copies.put(id, here));
        return new Copy(
                "fake snapshot of " + id,
                here.files(),
                here.bytes(),
                there ? Optional.empty() : Optional.of(here.bytes()));
    }

    private Amount contents(PointId id) throws InterruptedException {
        try {
            return Amount.of(points.folder(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
