package dev.lull.window;

import dev.lull.plan.PlannedStep;
import dev.lull.stack.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One performance of a step, on a thread of its own, so that its deadline or a person can interrupt
 * it.
 */
final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final PlannedStep planned;
    private final @Nullable Step step;
    private final Duration unwinding;
    private final JournaledContext context;
    private final BooleanSupplier unwanted;
    private final Thread thread;

    /** The outcome; empty ones only wake the one who waits for it. */
    private final BlockingQueue<Optional<Outcome>> result = new LinkedBlockingQueue<>();

    private volatile boolean late;
    private volatile boolean interrupted;
    private volatile long interruptedAt;

    /**
     * @param step null where this daemon has none of this kind
     * @param unwinding how long it may take to end once it was interrupted
     * @param unwanted whether a person or somebody's doing has made the step needless
     */
    Attempt(
            Ledger ledger,
            PlannedStep planned,
            @Nullable Step step,
            Duration unwinding,
            BooleanSupplier unwanted) {
        this.planned = planned;
        this.step = step;
        this.unwinding = unwinding;
        this.context = new JournaledContext(ledger, planned, () -> result.add(Optional.empty()));
        this.unwanted = unwanted;
        Map<String, String> mdc = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
        this.thread =
                Thread.ofVirtual()
                        .name("window-" + ledger.window() + "-" + planned.kind().word())
                        .unstarted(() -> {
                            MDC.setContextMap(mdc);
                            MDC.put("step", planned.kind().word());
                            result.add(Optional.of(perform()));
                        });
    }

    /** Ends it early. */
    void interrupt() {
        if (!interrupted) {
            interruptedAt = System.nanoTime();
            interrupted = true;
        }
        thread.interrupt();
        result.add(Optional.empty());
    }

    /**
     * Performs the step and waits for its end.
     *
     * @return empty when it was interrupted and does not end: nothing may be begun beside it, and
     *     what it still tells does not count
     * @throws JournalException when the step could not write something down
     */
    Optional<Outcome> run() throws InterruptedException {
        thread.start();
        try {
            Optional<Outcome> outcome = await();
            context.stopIfUnwritten();
            return outcome;
        } catch (InterruptedException e) {
            interrupt();
            thread.join(unwinding);
            throw e;
        } finally {
            context.flush();
            context.close();
        }
    }

    private Optional<Outcome> await() throws InterruptedException {
        while (true) {
            Optional<Outcome> outcome =
                    result.poll(Math.min(left(), context.flushIn()), TimeUnit.NANOSECONDS);
            if (outcome != null && outcome.isPresent()) {
                return outcome;
            }
            flushIfDue();
            if (left() <= 0 && interrupted) {
                return Optional.empty();
            }
            if (left() <= 0) {
                late = true;
                interrupt();
            }
        }
    }

    /** A step may be silent for long after it has said something. */
    private void flushIfDue() {
        try {
            if (context.flushIn() <= 0) {
                context.flush();
            }
        } catch (JournalException e) {
            LOG.warn(
                    "what {} says can't be written down, and it is told when it says more: {}",
                    planned.kind().word(),
                    e.getMessage());
        }
    }

    private long left() {
        long end = interrupted ? unwindsFrom() + unwinding.toNanos() : context.deadline();
        return end - System.nanoTime();
    }

    private long unwindsFrom() {
        long unbroken = context.unbrokenUntil();
        return unbroken - interruptedAt > 0 ? unbroken : interruptedAt;
    }

    /** Waits a little for one that did not end. */
    boolean hasEnded() throws InterruptedException {
        return thread.join(unwinding);
    }

    /** Why nothing is begun beside one that does not end. */
    String lingers() {
        return planned.kind().word()
                + (late ? " took longer than " + Durations.print(planned.deadline()) + "," : "")
                + " was told to stop and has not ended within "
                + Durations.print(unwinding)
                + ": nothing is begun beside it, and everything stays as it is";
    }

    private Outcome perform() {
        try {
            return step == null
                    ? new Outcome.Failed("this daemon has no step " + planned.kind().word())
                    : step.perform(context);
        } catch (InterruptedException e) {
            return gaveUp();
        } catch (JournalException e) {
            return new Outcome.Failed("the journal can't be written: " + e.getMessage());
        } catch (RuntimeException e) {
            if (late || unwanted.getAsBoolean()) {
                return gaveUp();
            }
            LOG.warn("{} failed", planned.kind().word(), e);
            return Outcome.Failed.because(e);
        }
    }

    private Outcome gaveUp() {
        return new Outcome.Failed(
                late ? "took longer than " + Durations.print(planned.deadline()) : "interrupted");
    }
}
