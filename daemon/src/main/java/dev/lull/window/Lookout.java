package dev.lull.window;

import dev.lull.plan.StepKind;
import dev.lull.stack.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sees whether a window may go on: whether somebody else broke what it has closed, and whether it
 * is not long overdue after a restart. What it finds is kept until the runner takes it.
 * Thread-safe.
 */
final class Lookout {
    private static final Duration LEAST_GRACE = Duration.ofMinutes(30);

    private final Ledger ledger;
    private final Boundary boundary;
    private final Runnable interrupt;
    private @Nullable String found;
    private String saidWhileHeld = "";

    /**
     * @param interrupt ends the step that runs, if one does
     */
    Lookout(Ledger ledger, Boundary boundary, Runnable interrupt) {
        this.ledger = ledger;
        this.boundary = boundary;
        this.interrupt = interrupt;
    }

    /** Looks; what is broken interrupts the step. */
    void look() {
        WindowState seen = ledger.state();
        boundary.broken(seen)
                .ifPresent(broken ->
                        ledger.locked(() -> {
                            broken(seen, broken);
                            return broken;
                        }));
    }

    private void broken(WindowState seen, String broken) {
        WindowState now = ledger.state();
        if (now.held().isPresent()) {
            sayWhileHeld(now.held().get().step(), broken);
        } else if (seen.steps().equals(now.steps())) {
            found = broken;
            interrupt.run();
        }
        // Else steps have gone on while Docker was asked: what was seen may be their doing.
    }

    private void sayWhileHeld(StepKind step, String broken) {
        if (!broken.equals(saidWhileHeld)) {
            saidWhileHeld = broken;
            ledger.append(new Event.Warned(step, broken));
        }
    }

    /** After a restart: a window that is long overdue is a person's to decide on. */
    void overdue(Instant now) {
        Duration expected = ledger.state().opened().expected();
        Duration grace = expected.compareTo(LEAST_GRACE) > 0 ? expected : LEAST_GRACE;
        Instant limit = ledger.expectedBack().plus(grace);
        ledger.locked(() -> {
            if (now.isAfter(limit) && !ledger.state().reopened() && found == null) {
                found =
                        "the daemon was away, and it is "
                                + Durations.print(Duration.between(ledger.openedAt(), now))
                                + " since the window was opened, which was expected to take "
                                + Durations.print(expected)
                                + ": see whether going on is still wanted";
            }
            return limit;
        });
    }

    boolean hasFound() {
        return ledger.locked(() -> found != null);
    }

    /** What was found, once. */
    Optional<String> take() {
        return ledger.locked(() -> {
            Optional<String> taken = Optional.ofNullable(found);
            found = null;
            return taken;
        });
    }
}
