package dev.lull.api;

import dev.lull.plan.PlannedStep;
import dev.lull.stack.Durations;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A journaled event as it is shown. Facts and notes hold what must not leave the state directory:
 * of them only the type is shown.
 *
 * @param text summary, failure, warning or reason
 * @param lines that a step printed
 * @param steps of the plan, or of the way back
 */
record EventView(
        long sequence,
        Instant at,
        String type,
        @Nullable String step,
        @Nullable String text,
        @Nullable List<String> lines,
        @Nullable String action,
        @Nullable String by,
        @Nullable String phase,
        @Nullable List<PlannedView> steps) {

    /** A step that is to come. */
    record PlannedView(
            String step,
            String phase,
            String onFailure,
            double deadlineSeconds,
            String what,
            List<String> details) {
        static PlannedView of(PlannedStep step) {
            return new PlannedView(
                    step.kind().word(),
                    step.phase().word(),
                    Views.word(step.onFailure()),
                    Views.seconds(step.deadline()),
                    step.what(),
                    step.details());
        }

        static List<PlannedView> of(List<PlannedStep> steps) {
            return steps.stream().map(PlannedView::of).toList();
        }
    }

    static EventView of(Recorded recorded) {
        Builder b = new Builder(recorded);
        return switch (recorded.event()) {
            case Event.Opened e ->
                    b.type("opened")
                            .by(e.origin().by())
                            .text(e.origin().reason())
                            .steps(e.steps())
                            .build();
            case Event.FactsTaken _ -> b.type("facts-taken").build();
            case Event.Noted _ -> b.type("noted").build();
            case Event.StepStarted e -> b.type("step-started").step(e.step().word()).build();
            case Event.Said e -> b.type("said").step(e.step().word()).lines(e.lines()).build();
            case Event.Warned e -> b.type("warned").step(e.step().word()).text(e.text()).build();
            case Event.StepDone e ->
                    b.type("step-done").step(e.step().word()).text(e.summary()).build();
            case Event.StepFailed e ->
                    b.type("step-failed").step(e.step().word()).text(e.what()).build();
            case Event.ClosedAgain e ->
                    b.type("closed-again").step(e.step().word()).text(e.summary()).build();
            case Event.Undone e -> b.type("undone").step(e.step().word()).text(e.what()).build();
            case Event.Overran e -> b.type("overran").step(e.step().word()).build();
            case Event.Extended e ->
                    b.type("extended")
                            .by(e.by())
                            .text(
                                    "visitors are expected "
                                            + Durations.print(e.expected())
                                            + " after it was opened")
                            .build();
            case Event.Held e -> b.type("held").step(e.step().word()).text(e.why()).build();
            case Event.Asked e -> b.type("asked").action(e.action().word()).by(e.by()).build();
            case Event.TurnedBack e ->
                    b.type("turned-back")
                            .text(e.why())
                            .phase(e.end().word())
                            .steps(e.steps())
                            .build();
            case Event.Ended e -> b.type("ended").phase(e.phase().word()).text(e.summary()).build();
        };
    }

    private static final class Builder {
        private final Recorded recorded;
        private String type = "";
        private @Nullable String step;
        private @Nullable String text;
        private @Nullable List<String> lines;
        private @Nullable String action;
        private @Nullable String by;
        private @Nullable String phase;
        private @Nullable List<PlannedView> steps;

        Builder(Recorded recorded) {
            this.recorded = recorded;
        }

        Builder type(String value) {
            type = value;
            return this;
        }

        Builder step(String value) {
            step = value;
            return this;
        }

        Builder text(String value) {
            text = value;
            return this;
        }

        Builder lines(List<String> value) {
            lines = value;
            return this;
        }

        Builder action(String value) {
            action = value;
            return this;
        }

        Builder by(String value) {
            by = value;
            return this;
        }

        Builder phase(String value) {
            phase = value;
            return this;
        }

        Builder steps(List<PlannedStep> value) {
            steps = PlannedView.of(value);
            return this;
        }

        EventView build() {
            return new EventView(
                    recorded.sequence(),
                    recorded.at(),
                    type,
                    step,
                    text,
                    lines,
                    action,
                    by,
                    phase,
                    steps);
        }
    }
}
