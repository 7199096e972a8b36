package dev.lull.window;

import dev.lull.plan.StepKind;
import dev.lull.stack.Durations;
import java.time.Duration;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once, in the journal and the log, that visitors are not in again although they were expected
 * to be. Runs on a thread of its own, for a window may be held at that time.
 */
final class Overrun {
    private static final Logger LOG = LoggerFactory.getLogger(Overrun.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Ledger ledger;

    Overrun(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Waits for the time, whatever becomes of the clock meanwhile.
     *
     * @param elapsed since the window was opened
     * @return ends it when interrupted
     */
    Thread watch(Duration elapsed) {
        long opened = System.nanoTime() - elapsed.toNanos();
        Duration left = ledger.state().terms().expected().minus(elapsed);
        return Thread.ofVirtual()
                .name("overrun-of-" + ledger.window())
                .start(() -> sayAfter(left.isNegative() ? Duration.ZERO : left, opened));
    }

    private void sayAfter(Duration left, long opened) {
        try {
            Thread.sleep(left);
            while (!said(opened)) {
                Thread.sleep(AGAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is nothing more to say; a journal that can't be written may be later. */
    private boolean said(long opened) {
        try {
            // It may have been extended since this was to be said.
            Predicate<WindowState> over =
                    s -> System.nanoTime() - opened >= s.terms().expected().toNanos();
            StepKind at = ledger.state().current().map(StepRun::kind).orElse(StepKind.REOPEN_APP);
            Predicate<WindowState> late =
                    over.and(s -> s.ended().isEmpty())
                            .and(s -> !s.visitorsAreIn() && !ledger.hasOverrun());
            if (ledger.appendIf(late, new Event.Overran(at))) {
                LOG.atWarn()
                        .addKeyValue("window", ledger.window())
                        .addKeyValue("stack", ledger.stack())
                        .log(
                                "longer than expected: visitors were to be in again after {}; the"
                                        + " window is at {}",
                                Durations.print(ledger.state().terms().expected()),
                                at.word());
            }
            return true;
        } catch (JournalException e) {
            return false;
        }
    }
}
