package dev.lull.window;

import dev.lull.plan.PlannedStep;
import dev.lull.stack.Durations;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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
    private final JournaledContext context;
    private final BooleanSupplier unwanted;
    private final BlockingQueue<Outcome> result = new ArrayBlockingQueue<>(1);
    private final Thread thread;
    private volatile boolean late;

    /**
     * @param step null where this daemon has none of this kind
     * @param unwanted whether a person or a broken boundary has made the step needless
     */
    Attempt(Ledger ledger, PlannedStep planned, @Nullable Step step, BooleanSupplier unwanted) {
        this.planned = planned;
        this.step = step;
        this.context = new JournaledContext(ledger, planned);
        this.unwanted = unwanted;
        Map<String, String> mdc = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
        this.thread =
                Thread.ofVirtual()
                        .name("window-" + ledger.window() + "-" + planned.kind().word())
                        .unstarted(() -> {
                            MDC.setContextMap(mdc);
                            MDC.put("step", planned.kind().word());
                            result.add(perform());
                        });
    }

    /** Ends it early. */
    void interrupt() {
        thread.interrupt();
    }

    /**
     * Performs the step and waits for its end.
     *
     * @throws JournalException when the step could not write something down
     */
    Outcome run() throws InterruptedException {
        thread.start();
        try {
            Outcome outcome = result.poll(planned.deadline().toNanos(), TimeUnit.NANOSECONDS);
            if (outcome == null) {
                late = true;
                interrupt();
                outcome = result.take();
            }
            context.stopIfUnwritten();
            return outcome;
        } catch (InterruptedException e) {
            interrupt();
            thread.join();
            throw e;
        } finally {
            context.flush();
        }
    }

    private Outcome perform() {
        try {
            return step == null
                    ? new Outcome.Failed("this daemon has no step " + planned.kind().word())
                    : step.perform(context);
        } catch (InterruptedException e) {
            return interrupted();
        } catch (JournalException e) {
            return new Outcome.Failed("the journal can't be written: " + e.getMessage());
        } catch (RuntimeException e) {
            if (late || unwanted.getAsBoolean()) {
                return interrupted();
            }
            LOG.warn("{} failed", planned.kind().word(), e);
            return Outcome.Failed.because(e);
        }
    }

    private Outcome interrupted() {
        return new Outcome.Failed(
                late ? "took longer than " + Durations.print(planned.deadline()) : "interrupted");
    }
}
