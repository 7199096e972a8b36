package dev.lull.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.Plans;
import dev.lull.plan.StepKind;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.TestStack;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WindowStateTest {
    private static final Stack SHOP =
            new TestStack("shop")
                    .service("app", "shop:1", "lull.role", "app", "lull.migrate", "migrate")
                    .build();
    private static final List<PlannedStep> FORWARD =
            Plans.forward(SHOP, new Change.Update(Map.of(), false)).steps();
    private static final Facts FACTS = new Facts(Instant.EPOCH, SHOP.declared(), List.of());

    private static WindowState opened(List<PlannedStep> steps) {
        return WindowState.of(
                new Event.Opened(
                        new StackName("shop"),
                        new Change.Update(Map.of(), false),
                        steps,
                        Ada.ORIGIN,
                        Duration.ofMinutes(5),
                        List.of()));
    }

    private static WindowState opened() {
        return opened(FORWARD);
    }

    private static Event started(StepKind step) {
        return new Event.StepStarted(step);
    }

    private static Event done(StepKind step) {
        return new Event.StepDone(step, "so it is");
    }

    private static Event failed(StepKind step) {
        return new Event.StepFailed(step, "not so");
    }

    private static Event asked(Action action) {
        return new Event.Asked(action, "ada");
    }

    private static Event turned(boolean changed) {
        return new Event.TurnedBack(
                "why",
                changed ? Phase.ROLLED_BACK : Phase.ABORTED,
                Plans.back(SHOP, new Change.None(), changed));
    }

    private static WindowState fold(WindowState state, Event... events) {
        WindowState next = state;
        for (Event event : events) {
            next = next.next(event);
        }
        return next;
    }

    /** All steps before this one are done, and this one runs. */
    private static WindowState running(StepKind step) {
        return running(FORWARD, step);
    }

    private static WindowState running(List<PlannedStep> plan, StepKind step) {
        WindowState state = opened(plan);
        for (PlannedStep planned : plan) {
            state = state.next(started(planned.kind()));
            if (planned.kind() == step) {
                return state;
            }
            if (planned.kind() == StepKind.PREPARE) {
                state = state.next(new Event.FactsTaken(FACTS));
            }
            state = state.next(done(planned.kind()));
        }
        throw new IllegalArgumentException("no such step: " + step);
    }

    private static WindowState held(StepKind step) {
        return fold(running(step), failed(step), new Event.Held(step, "why"));
    }

    private static WindowState closedAgain(StepKind step) {
        return fold(
                running(step),
                failed(step),
                new Event.ClosedAgain(step, "closed again"),
                new Event.Held(step, "why"));
    }

    private static WindowState back(StepKind from, boolean changed) {
        return fold(running(from), failed(from), turned(changed));
    }

    private static WindowState allDone() {
        return running(StepKind.WATCH).next(done(StepKind.WATCH));
    }

    private static WindowState stuck() {
        return fold(
                back(StepKind.MIGRATE, true),
                started(StepKind.CLOSE_CRON),
                failed(StepKind.CLOSE_CRON),
                new Event.Held(StepKind.CLOSE_CRON, "why"));
    }

    /** The states that a window can be in. */
    @SuppressWarnings("ImmutableEnumChecker")
    enum At {
        PLANNED(opened()),
        PREPARING(running(StepKind.PREPARE)),
        CLOSING(running(StepKind.CLOSE_APP)),
        CLOSED_FAILED(running(StepKind.CLOSE_APP).next(failed(StepKind.CLOSE_APP))),
        NOT_QUIET(held(StepKind.PROVE_QUIET)),
        CHANGING(running(StepKind.CHANGE)),
        MIGRATED(running(StepKind.MIGRATE).next(done(StepKind.MIGRATE))),
        REOPENING(running(StepKind.REOPEN_APP)),
        CLOSED_AGAIN(closedAgain(StepKind.REOPEN_APP)),
        WATCHING(running(StepKind.WATCH)),
        WATCH_HELD(held(StepKind.WATCH)),
        ABORTING(running(StepKind.CLOSE_APP).next(asked(Action.ABORT))),
        ROLLING_BACK(back(StepKind.MIGRATE, true)),
        STUCK(stuck()),
        ALL_DONE(allDone()),
        ENDED(allDone().next(new Event.Ended(Phase.DONE, "done")));

        final WindowState state;

        At(WindowState state) {
            this.state = state;
        }
    }

    /** Events of every type, each such that it may follow in some state. */
    private static final Map<String, Event> EVENTS = new LinkedHashMap<>();

    static {
        EVENTS.put("opened", opened().opened());
        EVENTS.put("facts", new Event.FactsTaken(FACTS));
        EVENTS.put("note", new Event.Noted("k", "v"));
        EVENTS.put("said", new Event.Said(StepKind.CHANGE, List.of("line")));
        EVENTS.put("warned", new Event.Warned(StepKind.CHANGE, "beware"));
        EVENTS.put("start prepare", started(StepKind.PREPARE));
        EVENTS.put("done prepare", done(StepKind.PREPARE));
        EVENTS.put("start close-app", started(StepKind.CLOSE_APP));
        EVENTS.put("done close-app", done(StepKind.CLOSE_APP));
        EVENTS.put("failed close-app", failed(StepKind.CLOSE_APP));
        EVENTS.put("start close-cron", started(StepKind.CLOSE_CRON));
        EVENTS.put("start change", started(StepKind.CHANGE));
        EVENTS.put("done change", done(StepKind.CHANGE));
        EVENTS.put("start validate", started(StepKind.VALIDATE));
        EVENTS.put("failed reopen-app", failed(StepKind.REOPEN_APP));
        EVENTS.put("closed again", new Event.ClosedAgain(StepKind.REOPEN_APP, "x"));
        EVENTS.put("done watch", done(StepKind.WATCH));
        EVENTS.put("held", new Event.Held(StepKind.WATCH, "why"));
        EVENTS.put("retry", asked(Action.RETRY));
        EVENTS.put("reopen", asked(Action.REOPEN));
        EVENTS.put("rollback", asked(Action.ROLLBACK));
        EVENTS.put("abort", asked(Action.ABORT));
        EVENTS.put("turned back", turned(true));
        EVENTS.put("ended", new Event.Ended(Phase.DONE, "done"));
    }

    private static final Set<String> ALWAYS = Set.of("note", "said", "warned", "ended");

    private static Set<String> allowed(At at) {
        return switch (at) {
            case PLANNED -> Set.of("facts", "start prepare", "held", "abort", "turned back");
            case PREPARING ->
                    Set.of(
                            "facts",
                            "start prepare",
                            "done prepare",
                            "held",
                            "abort",
                            "turned back");
            case CLOSING ->
                    Set.of(
                            "start close-app",
                            "done close-app",
                            "failed close-app",
                            "held",
                            "abort",
                            "turned back");
            case CLOSED_FAILED -> Set.of("held", "abort", "turned back");
            case NOT_QUIET -> Set.of("retry", "abort");
            case CHANGING ->
                    Set.of(
                            "start change",
                            "done change",
                            "held",
                            "rollback",
                            "abort",
                            "turned back");
            case MIGRATED -> Set.of("start validate", "held", "rollback", "abort", "turned back");
            case REOPENING -> Set.of("failed reopen-app", "held", "rollback", "turned back");
            case CLOSED_AGAIN -> Set.of("closed again", "retry", "rollback");
            case WATCHING -> Set.of("done watch", "held", "rollback", "turned back");
            case WATCH_HELD -> Set.of("retry", "reopen", "rollback");
            case ABORTING -> Set.of("done close-app", "failed close-app", "turned back");
            case ROLLING_BACK -> Set.of("start close-cron", "held");
            case STUCK -> Set.of("retry", "reopen");
            case ALL_DONE -> Set.of("held", "rollback", "turned back");
            case ENDED -> Set.of();
        };
    }

    @ParameterizedTest
    @EnumSource
    void only_what_can_follow_is_taken(At at) {
        Set<String> allowed = allowed(at);
        EVENTS.forEach((name, event) -> {
            boolean legal =
                    allowed.contains(name)
                            || (at != At.ENDED && ALWAYS.contains(name))
                            || name.equals("said");
            if (legal) {
                assertThat(at.state.next(event)).as("%s when %s", name, at).isNotNull();
            } else {
                assertThatIllegalStateException()
                        .as("%s when %s", name, at)
                        .isThrownBy(() -> at.state.next(event))
                        .withMessageContaining("can't follow");
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void offers_are_exactly_what_may_be_asked(At at) {
        for (Action action : Action.values()) {
            boolean taken = true;
            try {
                at.state.next(asked(action));
            } catch (IllegalStateException e) {
                taken = false;
            }
            assertThat(taken)
                    .as("%s when %s", action, at)
                    .isEqualTo(at.state.offers().contains(action));
        }
    }

    @Test
    void offers_by_state() {
        assertThat(At.PLANNED.state.offers()).containsExactly(Action.ABORT);
        assertThat(At.CLOSING.state.offers()).containsExactly(Action.ABORT);
        assertThat(At.NOT_QUIET.state.offers())
                .containsExactlyInAnyOrder(Action.RETRY, Action.ABORT);
        assertThat(At.CHANGING.state.offers())
                .containsExactlyInAnyOrder(Action.ROLLBACK, Action.ABORT);
        assertThat(At.CLOSED_AGAIN.state.offers())
                .containsExactlyInAnyOrder(Action.RETRY, Action.ROLLBACK);
        assertThat(At.WATCH_HELD.state.offers())
                .containsExactlyInAnyOrder(Action.RETRY, Action.REOPEN, Action.ROLLBACK);
        assertThat(At.ABORTING.state.offers()).isEmpty();
        assertThat(At.ROLLING_BACK.state.offers()).isEmpty();
        assertThat(At.STUCK.state.offers()).containsExactly(Action.RETRY, Action.REOPEN);
        assertThat(At.ENDED.state.offers()).isEmpty();
    }

    @Test
    void a_person_at_work_reopens_and_does_not_retry() {
        List<PlannedStep> steps = Plans.forward(SHOP, new Change.None()).steps();
        WindowState state = opened(steps);
        for (PlannedStep step : steps) {
            state = state.next(started(step.kind()));
            if (step.kind() == StepKind.WORK) {
                break;
            }
            state = state.next(done(step.kind()));
        }
        WindowState held = state.next(new Event.Held(StepKind.WORK, "your turn"));
        assertThat(held.offers())
                .containsExactlyInAnyOrder(Action.REOPEN, Action.ROLLBACK, Action.ABORT);
        WindowState reopened = held.next(asked(Action.REOPEN));
        assertThat(reopened.held()).isEmpty();
        assertThat(reopened.current().map(StepRun::kind)).contains(StepKind.VALIDATE);
    }

    @Test
    void phases() {
        assertThat(At.PLANNED.state.phase()).isEqualTo(Phase.PLANNED);
        assertThat(At.PREPARING.state.phase()).isEqualTo(Phase.PREPARING);
        assertThat(At.NOT_QUIET.state.phase()).isEqualTo(Phase.QUIET);
        assertThat(At.MIGRATED.state.phase()).isEqualTo(Phase.VALIDATING);
        assertThat(At.WATCHING.state.phase()).isEqualTo(Phase.WATCHING);
        assertThat(At.ROLLING_BACK.state.phase()).isEqualTo(Phase.ROLLING_BACK);
        assertThat(At.STUCK.state.phase()).isEqualTo(Phase.STUCK);
        assertThat(At.ENDED.state.phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void decisions_in_each_state() {
        assertThat(Decision.of(At.PLANNED.state)).isEqualTo(perform(StepKind.PREPARE));
        assertThat(Decision.of(At.CLOSING.state)).isEqualTo(perform(StepKind.CLOSE_APP));
        assertThat(Decision.of(At.CLOSED_FAILED.state))
                .isEqualTo(new Decision.TurnBack("close-app failed: not so", Phase.ABORTED));
        assertThat(Decision.of(At.NOT_QUIET.state)).isEqualTo(new Decision.Wait());
        assertThat(Decision.of(running(StepKind.MIGRATE).next(failed(StepKind.MIGRATE))))
                .isEqualTo(new Decision.TurnBack("migrate failed: not so", Phase.ROLLED_BACK));
        assertThat(Decision.of(running(StepKind.PREPARE).next(failed(StepKind.PREPARE))))
                .isEqualTo(new Decision.End(Phase.REFUSED, "not so"));
        assertThat(Decision.of(running(StepKind.ANNOUNCE).next(failed(StepKind.ANNOUNCE))))
                .isEqualTo(perform(StepKind.CLOSE_CRON));
        assertThat(Decision.of(running(StepKind.PROVE_QUIET).next(failed(StepKind.PROVE_QUIET))))
                .isEqualTo(new Decision.Hold(StepKind.PROVE_QUIET, "not so"));
        assertThat(Decision.of(At.ABORTING.state))
                .isEqualTo(new Decision.TurnBack("abort asked for by ada", Phase.ABORTED));
        assertThat(Decision.of(At.ROLLING_BACK.state)).isEqualTo(performBack(StepKind.CLOSE_CRON));
        assertThat(Decision.of(At.STUCK.state)).isEqualTo(new Decision.Wait());
        assertThat(Decision.of(At.ALL_DONE.state)).isEqualTo(new Decision.End(Phase.DONE, "done"));
        assertThat(Decision.of(At.ENDED.state)).isEqualTo(new Decision.Finished());
    }

    private static Decision perform(StepKind kind) {
        return new Decision.Perform(
                FORWARD.stream().filter(s -> s.kind() == kind).findFirst().orElseThrow());
    }

    private static Decision performBack(StepKind kind) {
        return new Decision.Perform(
                Plans.back(SHOP, new Change.None(), true).stream()
                        .filter(s -> s.kind() == kind)
                        .findFirst()
                        .orElseThrow());
    }

    @ParameterizedTest
    @EnumSource(names = {"REOPEN_APP", "REOPEN_WORKERS", "REOPEN_CRON"})
    void a_failed_reopening_is_closed_again_once_and_then_held(StepKind step) {
        WindowState failed = running(step).next(failed(step));
        assertThat(Decision.of(failed)).isInstanceOf(Decision.CloseAgain.class);
        assertThat(((Decision.CloseAgain) Decision.of(failed)).closing().name())
                .isEqualTo(step.name().replace("REOPEN", "CLOSE"));
        WindowState closed = failed.next(new Event.ClosedAgain(step, "x"));
        assertThat(Decision.of(closed)).isEqualTo(new Decision.Hold(step, "not so"));
    }

    @Test
    void a_retry_after_the_app_was_closed_again_checks_it_again_first() {
        WindowState retried = At.CLOSED_AGAIN.state.next(asked(Action.RETRY));
        assertThat(Decision.of(retried)).isEqualTo(perform(StepKind.VALIDATE));
        assertThat(retried.closedAgain()).isEmpty();
        Event.Held told = At.CLOSED_AGAIN.state.held().orElseThrow();
        assertThat(retried.notes()).containsEntry(NoteKey.goneOnWith(told.step()), told.why());
        WindowState reopening =
                fold(
                        retried,
                        started(StepKind.VALIDATE),
                        done(StepKind.VALIDATE),
                        started(StepKind.REOPEN_APP),
                        failed(StepKind.REOPEN_APP));
        assertThat(Decision.of(reopening)).isInstanceOf(Decision.CloseAgain.class);
    }

    @Test
    void what_fails_after_visitors_were_in_never_takes_their_writes_back_by_itself() {
        WindowState failedAgain =
                fold(
                        At.CLOSED_AGAIN.state.next(asked(Action.RETRY)),
                        started(StepKind.VALIDATE),
                        failed(StepKind.VALIDATE));

        assertThat(Decision.of(failedAgain))
                .isInstanceOfSatisfying(
                        Decision.Hold.class, h -> assertThat(h.at()).isEqualTo(StepKind.VALIDATE));
        assertThat(failedAgain.offers()).contains(Action.ROLLBACK).doesNotContain(Action.ABORT);
    }

    @Test
    void what_an_app_that_somebody_else_started_may_have_kept_is_taken_back_on_a_word_only() {
        WindowState failed =
                fold(
                        running(StepKind.MIGRATE),
                        new Event.Held(StepKind.MIGRATE, "app-1 was started by somebody else"),
                        new Event.Undone(StepKind.CLOSE_APP, "app-1 was started", true),
                        asked(Action.RETRY),
                        started(StepKind.CLOSE_APP),
                        done(StepKind.CLOSE_APP),
                        started(StepKind.MIGRATE),
                        failed(StepKind.MIGRATE));

        assertThat(failed.reopened()).isFalse();
        assertThat(Decision.of(failed)).isInstanceOf(Decision.Hold.class);
        assertThat(failed.offers()).containsExactly(Action.ROLLBACK);
        WindowId id = new WindowId(1);
        assertThatThrownBy(() -> Permission.check(id, failed, Action.ROLLBACK, Optional.empty()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("--confirm shop");
        Permission.check(id, failed, Action.ROLLBACK, Optional.of("shop"));
    }

    @Test
    void
            what_a_person_did_is_taken_back_on_a_word_only_also_when_the_door_can_not_be_closed_again() {
        List<PlannedStep> plan = Plans.forward(SHOP, new Change.None()).steps();
        WindowState failed =
                fold(
                        running(plan, StepKind.WORK),
                        new Event.Held(StepKind.WORK, "do your work now"),
                        asked(Action.REOPEN),
                        new Event.Held(StepKind.VALIDATE, "the page was removed"),
                        new Event.Undone(StepKind.CLOSE_APP, "the page was removed", false),
                        asked(Action.RETRY),
                        started(StepKind.CLOSE_APP),
                        failed(StepKind.CLOSE_APP));

        assertThat(Decision.of(failed)).isInstanceOf(Decision.Hold.class);
        assertThat(failed.next(new Event.Held(StepKind.CLOSE_APP, "not so")).offers())
                .containsExactlyInAnyOrder(Action.RETRY, Action.ROLLBACK, Action.ABORT);
    }

    @Test
    void before_the_change_nothing_is_put_back_that_somebody_may_have_written() {
        WindowState aborted =
                fold(
                        running(StepKind.SNAPSHOT),
                        new Event.Held(StepKind.SNAPSHOT, "app-1 was started by somebody else"),
                        new Event.Undone(StepKind.CLOSE_APP, "app-1 was started", true));

        assertThat(aborted.offers()).contains(Action.ABORT).doesNotContain(Action.ROLLBACK);
    }

    @Test
    void a_page_that_somebody_removed_has_let_nobody_in() {
        WindowState held =
                fold(
                        running(StepKind.MIGRATE),
                        new Event.Held(StepKind.MIGRATE, "the page was removed"),
                        new Event.Undone(StepKind.CLOSE_APP, "the page was removed", false));

        assertThat(held.offers()).contains(Action.ABORT);
    }

    @Test
    void a_retry_does_not_make_undone_what_was_begun() {
        WindowState reopened = At.CLOSED_AGAIN.state.next(asked(Action.RETRY));
        assertThat(reopened.reopened()).isTrue();
        assertThat(reopened.offers()).containsExactly(Action.ROLLBACK);
        WindowState changed = held(StepKind.CHANGE).next(asked(Action.RETRY));
        assertThat(changed.changed()).isTrue();
        assertThat(changed.offers()).containsExactlyInAnyOrder(Action.ROLLBACK, Action.ABORT);
    }

    @Test
    void a_retry_after_the_workers_were_closed_again_leaves_the_app_open() {
        WindowState retried = closedAgain(StepKind.REOPEN_WORKERS).next(asked(Action.RETRY));
        assertThat(Decision.of(retried)).isEqualTo(perform(StepKind.REOPEN_WORKERS));
    }

    @Test
    void abort_is_offered_until_visitors_may_be_in() {
        Set<StepKind> before = EnumSet.noneOf(StepKind.class);
        for (PlannedStep step : FORWARD) {
            if (running(step.kind()).offers().contains(Action.ABORT)) {
                before.add(step.kind());
            }
        }
        assertThat(before)
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.range(StepKind.PREPARE, StepKind.VALIDATE).stream()
                                .filter(k -> FORWARD.stream().anyMatch(s -> s.kind() == k))
                                .toList());
    }

    @Test
    void rollback_is_offered_once_something_may_have_changed() {
        for (PlannedStep step : FORWARD) {
            assertThat(running(step.kind()).offers().contains(Action.ROLLBACK))
                    .as(step.kind().word())
                    .isEqualTo(step.kind().compareTo(StepKind.CHANGE) >= 0);
        }
    }

    @Test
    void what_ran_when_the_window_turned_back_was_interrupted() {
        WindowState back = running(StepKind.CHANGE).next(turned(true));
        assertThat(back.forward())
                .filteredOn(s -> s.kind() == StepKind.CHANGE)
                .allMatch(StepRun::hasFailed);
        assertThat(back.steps()).allMatch(s -> s.status() == StepRun.Status.PENDING);
    }

    @Test
    void a_way_back_ends_as_it_was_said_when_it_was_taken() {
        for (boolean changed : new boolean[] {true, false}) {
            WindowState state = back(changed ? StepKind.CHANGE : StepKind.CLOSE_APP, changed);
            for (PlannedStep step : Plans.back(SHOP, new Change.None(), changed)) {
                state = fold(state, started(step.kind()), done(step.kind()));
            }
            assertThat(Decision.of(state))
                    .isEqualTo(
                            new Decision.End(changed ? Phase.ROLLED_BACK : Phase.ABORTED, "why"));
        }
    }

    @Test
    void a_step_that_ran_when_the_daemon_died_is_performed_again() {
        WindowState state = running(StepKind.MIGRATE);
        assertThat(Decision.of(state)).isEqualTo(perform(StepKind.MIGRATE));
        assertThat(state.next(started(StepKind.MIGRATE))).isEqualTo(state);
    }

    @Test
    void the_latest_note_counts() {
        WindowState state = fold(opened(), new Event.Noted("k", "1"), new Event.Noted("k", "2"));
        assertThat(state.notes()).containsEntry("k", "2");
    }

    @Test
    void facts_are_taken_before_anything_is_touched_or_not_at_all() {
        WindowState closing = running(StepKind.CLOSE_CRON);
        assertThat(closing.facts()).isEqualTo(Optional.of(FACTS));
        assertThatIllegalStateException()
                .isThrownBy(() -> closing.next(new Event.FactsTaken(FACTS)));
    }

    @Test
    void a_journal_that_does_not_begin_with_opened_is_no_window() {
        assertThatIllegalStateException().isThrownBy(() -> WindowState.replay(List.of()));
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        WindowState.replay(
                                List.of(
                                        new Recorded(
                                                1, Instant.EPOCH, started(StepKind.PREPARE)))));
    }
}
