package dev.lull.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.plan.Change;
import dev.lull.plan.Plan;
import dev.lull.plan.Plans;
import dev.lull.stack.TestStack;
import dev.lull.testbed.Wait;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class AttemptTest {
    private static final Plan PLAN =
            Plans.forward(
                    new TestStack("shop").service("app", "shop:1", "lull.role", "app").build(),
                    new Change.None());

    private final MemoryJournal journal = new MemoryJournal(Clock.systemUTC());
    private final Ledger ledger = OpenLedger.of(PLAN, journal);

    private List<String> said() {
        return journal.read(ledger.window(), 0).stream()
                .map(Recorded::event)
                .filter(Event.Said.class::isInstance)
                .flatMap(e -> ((Event.Said) e).lines().stream())
                .toList();
    }

    /** However fast it talks, the one who waits for it is not the only one who knows. */
    @Test
    void a_step_that_talks_is_told_that_it_can_not_be_written_down() throws Exception {
        journal.failWrite(2);
        Step step =
                context -> {
                    while (!Thread.interrupted()) {
                        context.say("on and on");
                        Thread.sleep(5);
                    }
                    return new Outcome.Done("");
                };

        assertThatThrownBy(() ->
                        new Attempt(
                                        ledger,
                                        PLAN.steps().getFirst(),
                                        step,
                                        Duration.ofSeconds(1),
                                        () -> false)
                                .run())
                .isInstanceOf(JournalException.class);
    }

    @Test
    void what_a_step_has_said_is_written_while_it_is_silent() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        Step step =
                context -> {
                    context.say("one");
                    context.say("two");
                    enough.await();
                    return new Outcome.Done("");
                };
        Callable<Optional<Outcome>> attempt =
                new Attempt(
                                ledger,
                                PLAN.steps().getFirst(),
                                step,
                                Duration.ofSeconds(1),
                                () -> false)
                        ::run;
        FutureTask<Optional<Outcome>> running = new FutureTask<>(attempt);
        Thread.ofVirtual().start(running);

        Wait.until("both lines are there", () -> said().equals(List.of("one", "two")));

        assertThat(running.isDone()).isFalse();
        enough.countDown();
        assertThat(running.get()).contains(new Outcome.Done(""));
        assertThat(said()).containsExactly("one", "two");
    }
}
