package dev.lull.window;

import dev.lull.plan.Phase;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.StepKind;
import java.util.Optional;

/** What a window does next: a pure function of its state. */
public sealed interface Decision {
    /** Before the name of a step that a person wants to be asked about. */
    String WORD_WANTED = "a person's word is wanted before ";

    /** Perform this step. */
    record Perform(PlannedStep planned) implements Decision {
        @Override
        public Optional<StepKind> step() {
            return Optional.of(planned.kind());
        }
    }

    /** Close again what the failed reopening step had opened, by performing its opposite. */
    record CloseAgain(PlannedStep failed, StepKind closing) implements Decision {
        @Override
        public Optional<StepKind> step() {
            return Optional.of(failed.kind());
        }
    }

    /** Take the way back. */
    record TurnBack(String why, Phase end) implements Decision {}

    /** Stop and wait for a person. */
    record Hold(StepKind at, String why) implements Decision {
        @Override
        public Optional<StepKind> step() {
            return Optional.of(at);
        }
    }

    /** End the window. */
    record End(Phase phase, String summary) implements Decision {}

    /** Nothing, until a person asks for something. */
    record Wait() implements Decision {}

    /** Nothing any more. */
    record Finished() implements Decision {}

    /** The step that it is about, if there is one. */
    default Optional<StepKind> step() {
        return Optional.empty();
    }

    /** What a window in this state does next. */
    static Decision of(WindowState state) {
        if (state.ended().isPresent()) {
            return new Finished();
        }
        if (state.held().isPresent()) {
            return new Wait();
        }
        if (state.turning().isPresent()) {
            Event.Asked asked = state.turning().get();
            return turnBack(state, asked.action().word() + " asked for by " + asked.by());
        }
        Optional<StepRun> current = state.current();
        if (current.isEmpty()) {
            return end(state);
        }
        if (current.get().hasFailed()) {
            return afterFailure(state, current.get());
        }
        PlannedStep next = current.get().step();
        return state.back().isEmpty() && state.terms().holdBefore().contains(next.kind())
                ? new Hold(next.kind(), WORD_WANTED + next.kind().word())
                : new Perform(next);
    }

    private static Decision afterFailure(WindowState state, StepRun failed) {
        PlannedStep step = failed.step();
        return switch (step.onFailure()) {
            case REFUSE -> new End(Phase.REFUSED, failed.text());
            case GO_ON -> throw new IllegalStateException("passed over: " + step.kind());
            // What visitors or a person may have written goes back on a person's word only.
            case WAY_BACK ->
                    state.visitorsMayHaveWritten() || state.aPersonMayHaveWorked()
                            ? new Hold(step.kind(), failed.text())
                            : turnBack(state, step.kind().word() + " failed: " + failed.text());
            case HOLD, STUCK -> new Hold(step.kind(), failed.text());
            case CLOSE_AND_HOLD ->
                    state.closedAgain().contains(step.kind())
                            ? new Hold(step.kind(), failed.text())
                            : new CloseAgain(step, opposite(step.kind()));
        };
    }

    private static Decision turnBack(WindowState state, String why) {
        return new TurnBack(why, state.changed() ? Phase.ROLLED_BACK : Phase.ABORTED);
    }

    private static Decision end(WindowState state) {
        if (state.back().isEmpty()) {
            return new End(Phase.DONE, "done");
        }
        Event.TurnedBack turned = state.back().get().turned();
        String leftOut = state.notes().getOrDefault(NoteKey.LEFT_OUT, "");
        boolean told = turned.end() == Phase.ROLLED_BACK && !leftOut.isEmpty();
        return new End(
                turned.end(),
                told
                        ? turned.why()
                                + " — not in the rollback point, and left as they were: "
                                + leftOut.replace("\n", "; ")
                        : turned.why());
    }

    private static StepKind opposite(StepKind reopening) {
        return switch (reopening) {
            case REOPEN_APP -> StepKind.CLOSE_APP;
            case REOPEN_WORKERS -> StepKind.CLOSE_WORKERS;
            case REOPEN_CRON -> StepKind.CLOSE_CRON;
            default -> throw new IllegalArgumentException(reopening + " opens nothing");
        };
    }
}
