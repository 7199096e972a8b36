package dev.lull.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Change;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.Plans;
import dev.lull.plan.StepKind;
import dev.lull.stack.Stack;
import dev.lull.stack.TestStack;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LookoutTest {
    private static final Stack SHOP =
            new TestStack("shop")
                    .service("app", "shop:1", "lull.role", "app")
                    .service("worker", "shop:1", "lull.role", "worker")
                    .build();
    private static final List<PlannedStep> STEPS =
            Plans.forward(SHOP, new Change.Update(Map.of(), false)).steps();
    private static final Breach BREACH = Breach.of(StepKind.CLOSE_WORKERS, "worker-1 runs");

    private final MemoryJournal journal = new MemoryJournal(Clock.systemUTC());
    private final WindowId id =
            journal.open(
                    new Event.Opened(
                            SHOP.name(),
                            new Change.Update(Map.of(), false),
                            STEPS,
                            Ada.ORIGIN,
                            Duration.ofHours(1),
                            List.of()));
    private final Ledger ledger = new Ledger(id, journal, new Signal());
    private final AtomicInteger looks = new AtomicInteger();

    /** The app is being closed. */
    @BeforeEach
    void closeWorkers() {
        for (PlannedStep step : STEPS) {
            ledger.append(new Event.StepStarted(step.kind()));
            if (step.kind() == StepKind.CLOSE_APP) {
                return;
            }
            ledger.append(new Event.StepDone(step.kind(), "so it is"));
        }
    }

    private Lookout lookout(Boundary boundary) {
        return new Lookout(ledger, boundary, () -> {});
    }

    private List<Event> breaches() {
        return journal.read(id, 0).stream()
                .map(Recorded::event)
                .filter(e -> e instanceof Event.Undone || e instanceof Event.Warned)
                .toList();
    }

    @Test
    void a_breach_is_left_out_when_the_window_is_not_held_any_more() {
        assertThat(lookout(state -> List.of()).record(List.of(BREACH))).isFalse();
        assertThat(breaches()).isEmpty();
    }

    @Test
    void a_breach_that_was_seen_twice_is_written_down_once() {
        ledger.append(new Event.Held(StepKind.CLOSE_APP, "worker-1 runs"));
        Lookout lookout = lookout(state -> List.of(BREACH));
        assertThat(lookout.record(List.of(BREACH))).isTrue();
        lookout.look();
        assertThat(breaches())
                .containsExactly(new Event.Undone(StepKind.CLOSE_WORKERS, "worker-1 runs", false));
    }

    @Test
    void what_ran_after_the_snapshot_and_before_the_change_has_it_taken_again() {
        for (StepKind kind : List.of(StepKind.CLOSE_APP, StepKind.PROVE_QUIET, StepKind.SNAPSHOT)) {
            if (kind != StepKind.CLOSE_APP) {
                ledger.append(new Event.StepStarted(kind));
            }
            ledger.append(new Event.StepDone(kind, "so it is"));
        }
        ledger.append(new Event.Held(StepKind.CHANGE, "long overdue"));

        lookout(state -> List.of()).record(List.of(BREACH));

        assertThat(breaches())
                .extracting(e -> ((Event.Undone) e).step())
                .containsExactly(StepKind.CLOSE_WORKERS, StepKind.PROVE_QUIET, StepKind.SNAPSHOT);
    }

    @Test
    void what_was_seen_between_two_steps_is_looked_at_again() {
        Lookout lookout =
                lookout(state -> {
                    if (looks.incrementAndGet() == 1) {
                        ledger.append(new Event.StepDone(StepKind.CLOSE_APP, "so it is"));
                    }
                    return List.of(BREACH);
                });
        lookout.look();
        assertThat(lookout.take().orElseThrow().breaches()).containsExactly(BREACH);
        assertThat(looks).hasValue(2);
    }

    @Test
    void a_window_that_never_stands_still_is_not_looked_at_for_ever() {
        Lookout lookout =
                lookout(state -> {
                    ledger.append(another(looks.getAndIncrement()));
                    return List.of(BREACH);
                });
        lookout.look();
        assertThat(lookout.hasFound()).isFalse();
    }

    private static Event another(int look) {
        return switch (look % 3) {
            case 0 -> new Event.StepDone(StepKind.CLOSE_APP, "so it is");
            case 1 -> new Event.Undone(StepKind.CLOSE_APP, "app-1 runs", false);
            default -> new Event.StepStarted(StepKind.CLOSE_APP);
        };
    }
}
