package dev.lull.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.Plans;
import dev.lull.plan.StepKind;
import dev.lull.stack.Stack;
import dev.lull.stack.TestStack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A person's word before a step, and more time. */
final class TermsTest {
    private static final Stack SHOP =
            new TestStack("shop")
                    .service("app", "shop:1", "lull.role", "app", "lull.migrate", "migrate")
                    .build();
    private static final Change UPDATE = new Change.Update(Map.of(), false);
    private static final List<PlannedStep> PLAN = Plans.forward(SHOP, UPDATE).steps();
    private static final Facts FACTS = new Facts(Instant.EPOCH, SHOP.declared(), List.of());

    private static WindowState opened(StepKind... holdBefore) {
        return WindowState.of(
                new Event.Opened(
                        SHOP.name(),
                        UPDATE,
                        PLAN,
                        Ada.ORIGIN,
                        Duration.ofMinutes(5),
                        List.of(holdBefore)));
    }

    /** Everything before this step is done, and every word that was wanted before it is given. */
    private static WindowState upTo(StepKind step, StepKind... holdBefore) {
        WindowState state = opened(holdBefore);
        for (PlannedStep planned : PLAN) {
            StepKind kind = planned.kind();
            if (kind == step) {
                return state;
            }
            if (Decision.of(state) instanceof Decision.Hold hold) {
                state = approved(state.next(new Event.Held(hold.at(), hold.why())));
            }
            state = state.next(new Event.StepStarted(kind));
            if (kind == StepKind.PREPARE) {
                state = state.next(new Event.FactsTaken(FACTS));
            }
            state = state.next(new Event.StepDone(kind, "so it is"));
        }
        throw new IllegalArgumentException("no such step: " + step);
    }

    private static WindowState approved(WindowState held) {
        return held.next(new Event.Asked(Action.APPROVE, "ada"));
    }

    private static WindowState held(WindowState state) {
        Decision.Hold hold = (Decision.Hold) Decision.of(state);
        return state.next(new Event.Held(hold.at(), hold.why()));
    }

    @Test
    void a_word_that_is_wanted_is_waited_for_once() {
        WindowState before = upTo(StepKind.REOPEN_APP, StepKind.REOPEN_APP);
        assertThat(Decision.of(before))
                .isEqualTo(
                        new Decision.Hold(
                                StepKind.REOPEN_APP, Decision.WORD_WANTED + "reopen-app"));
        WindowState held = held(before);
        assertThat(held.awaitsWord()).isTrue();
        assertThat(Decision.of(held)).isInstanceOf(Decision.Wait.class);
        assertThat(held.offers())
                .containsExactlyInAnyOrder(Action.APPROVE, Action.ROLLBACK, Action.ABORT);

        WindowState going = approved(held);

        assertThat(going.awaitsWord()).isFalse();
        assertThat(Decision.of(going)).isInstanceOf(Decision.Perform.class);
        assertThat(going.terms().holdBefore()).isEmpty();
    }

    @Test
    void nothing_else_is_held_for() {
        assertThat(Decision.of(upTo(StepKind.MIGRATE, StepKind.REOPEN_APP)))
                .isInstanceOf(Decision.Perform.class);
        assertThat(Decision.of(upTo(StepKind.REOPEN_APP))).isInstanceOf(Decision.Perform.class);
    }

    @Test
    void nobody_gives_a_word_that_is_not_wanted() {
        WindowState state = upTo(StepKind.MIGRATE, StepKind.REOPEN_APP);
        assertThat(state.offers()).doesNotContain(Action.APPROVE);
        assertThatThrownBy(() -> approved(state)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_step_that_fails_after_the_word_is_retried_without_asking_again() {
        WindowState failed =
                approved(held(upTo(StepKind.MIGRATE, StepKind.MIGRATE)))
                        .next(new Event.StepStarted(StepKind.MIGRATE))
                        .next(new Event.StepFailed(StepKind.MIGRATE, "not so"))
                        .next(new Event.Held(StepKind.MIGRATE, "not so"));
        assertThat(failed.offers()).contains(Action.RETRY).doesNotContain(Action.APPROVE);
        WindowState again = failed.next(new Event.Asked(Action.RETRY, "ada"));
        assertThat(Decision.of(again)).isInstanceOf(Decision.Perform.class);
    }

    /** What was approved was the app as it had been checked then. */
    @Test
    void an_app_that_is_checked_again_needs_a_new_word() {
        WindowState closedAgain =
                approved(held(upTo(StepKind.REOPEN_APP, StepKind.REOPEN_APP)))
                        .next(new Event.StepStarted(StepKind.REOPEN_APP))
                        .next(new Event.StepFailed(StepKind.REOPEN_APP, "errors"))
                        .next(new Event.ClosedAgain(StepKind.REOPEN_APP, "closed again"))
                        .next(new Event.Held(StepKind.REOPEN_APP, "errors"));
        WindowState retried = closedAgain.next(new Event.Asked(Action.RETRY, "ada"));
        assertThat(Decision.of(retried).step()).contains(StepKind.VALIDATE);
        WindowState checked =
                retried.next(new Event.StepStarted(StepKind.VALIDATE))
                        .next(new Event.StepDone(StepKind.VALIDATE, "so it is"));
        assertThat(held(checked).awaitsWord()).isTrue();
    }

    /** Somebody started the app while the window waited: it is closed and checked again first. */
    @Test
    void a_word_for_an_app_that_has_to_be_checked_again_is_not_taken() {
        WindowState held = held(upTo(StepKind.REOPEN_APP, StepKind.REOPEN_APP));
        WindowState broken =
                held.next(new Event.Undone(StepKind.CLOSE_APP, "the app was started", true))
                        .next(new Event.Undone(StepKind.VALIDATE, "to be checked again", false));
        assertThat(broken.awaitsWord()).isFalse();
        assertThat(broken.offers()).contains(Action.RETRY).doesNotContain(Action.APPROVE);
        assertAskedAgain(broken.next(new Event.Asked(Action.RETRY, "ada")));
    }

    /** The same, seen only when the word was given. */
    @Test
    void a_word_that_was_given_before_the_app_has_to_be_checked_again_does_not_count() {
        WindowState broken =
                approved(held(upTo(StepKind.REOPEN_APP, StepKind.REOPEN_APP)))
                        .next(new Event.Held(StepKind.REOPEN_APP, "the app was started"))
                        .next(new Event.Undone(StepKind.CLOSE_APP, "the app was started", true))
                        .next(new Event.Undone(StepKind.VALIDATE, "to be checked again", false));
        assertThat(broken.offers()).contains(Action.RETRY).doesNotContain(Action.APPROVE);
        assertAskedAgain(broken.next(new Event.Asked(Action.RETRY, "ada")));
    }

    /** Closed and checked, it waits before it reopens. */
    private static void assertAskedAgain(WindowState retried) {
        WindowState state = retried;
        for (StepKind kind : List.of(StepKind.CLOSE_APP, StepKind.VALIDATE)) {
            assertThat(Decision.of(state).step()).contains(kind);
            state = state.next(new Event.StepStarted(kind)).next(new Event.StepDone(kind, "so"));
        }
        assertThat(held(state).awaitsWord()).isTrue();
    }

    @Test
    void the_way_back_asks_nobody() {
        WindowState back =
                held(upTo(StepKind.REOPEN_APP, StepKind.REOPEN_APP))
                        .next(new Event.Asked(Action.ROLLBACK, "ada"))
                        .next(
                                new Event.TurnedBack(
                                        "why", Phase.ROLLED_BACK, Plans.back(SHOP, UPDATE, true)));
        assertThat(back.awaitsWord()).isFalse();
        WindowState state = back;
        while (Decision.of(state) instanceof Decision.Perform perform) {
            state =
                    state.next(new Event.StepStarted(perform.planned().kind()))
                            .next(new Event.StepDone(perform.planned().kind(), "so it is"));
        }
        assertThat(Decision.of(state)).isInstanceOf(Decision.End.class);
    }

    @Test
    void more_time_counts_until_visitors_are_in() {
        Event.Extended more = new Event.Extended(Duration.ofMinutes(15), "ada");
        assertThat(upTo(StepKind.MIGRATE).next(more).terms().expected())
                .isEqualTo(Duration.ofMinutes(15));
        WindowState open = upTo(StepKind.REOPEN_WORKERS);
        assertThat(open.canBeExtended()).isFalse();
        assertThatThrownBy(() -> open.next(more)).isInstanceOf(IllegalStateException.class);
    }
}
