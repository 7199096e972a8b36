package dev.lull.step;

import dev.lull.snapshot.Offsite;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.SnapshotException;
import dev.lull.stack.Durations;
import dev.lull.stack.Sizes;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Copies the rollback point elsewhere while the stack is open. The window is over with or without
 * it; until then nothing removes the point.
 */
final class CopyOffsite implements Step {
    private final Supplier<Optional<Offsite>> offsite;

    /**
     * @param offsite empty where the daemon was configured otherwise since
     */
    CopyOffsite(Supplier<Optional<Offsite>> offsite) {
        this.offsite = offsite;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Optional<Offsite> there = offsite.get();
        Optional<PointId> point = new Notes(context).point().map(PointId::new);
        if (there.isEmpty() || point.isEmpty()) {
            return warned(
                    context,
                    there.isEmpty()
                            ? "this daemon has no offsite.restic.repository in its configuration any"
                                    + " more: the rollback point was copied nowhere"
                            : "this window has written no rollback point");
        }
        try {
            long start = System.nanoTime();
            Offsite.Copy copy = there.get().copy(point.get(), context::say);
            String words = words(copy, Duration.ofNanos(System.nanoTime() - start));
            new Notes(context).offsite(words + ", in " + there.get().place());
            return new Outcome.Done(words);
        } catch (SnapshotException e) {
            return warned(context, String.valueOf(e.getMessage()));
        }
    }

    private static Outcome warned(StepContext context, String why) {
        context.warn(why);
        return new Outcome.Failed(why);
    }

    private static String words(Offsite.Copy copy, Duration took) {
        return copy.name()
                + copy.added()
                        .map(a -> ", " + Sizes.print(a) + " added, " + Durations.print(took))
                        .orElse(", which was there already")
                + ": "
                + copy.files()
                + " files with "
                + Sizes.print(copy.bytes())
                + " seen there";
    }
}
