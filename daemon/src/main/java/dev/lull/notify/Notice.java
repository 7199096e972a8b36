package dev.lull.notify;

import dev.lull.calendar.Timing;
import dev.lull.plan.Phase;
import dev.lull.report.Advice;
import dev.lull.schedule.Run;
import dev.lull.schedule.Schedule;
import dev.lull.schedule.ScheduleId;
import dev.lull.stack.StackName;
import dev.lull.window.Event;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something about a window or a schedule that a person should know who is not looking. Pure.
 *
 * @param window that it is about; empty where none was opened
 * @param schedule that it is about; empty where it is about a window
 * @param event a word for programs: {@code announced}, {@code overran}, {@code held}, {@code
 *     stands-still}, {@code turned-back}, or the phase that it ended in; of a schedule {@code
 *     waiting-for-approval} or {@code refused}
 * @param title one line
 * @param message what happened, and what to do next; may have several lines
 */
public record Notice(
        StackName stack,
        Optional<WindowId> window,
        Optional<ScheduleId> schedule,
        String event,
        String title,
        String message) {
    /** With its offset: two nights a year it is another one. */
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm xxx", Locale.ENGLISH);

    /** The maintenance begins. */
    public static Notice announced(
            StackName stack, WindowId window, String by, String expectedBack) {
        return about(
                stack,
                window,
                "announced",
                stack + ": maintenance begins",
                "window " + window + ", opened by " + by + "; expected back at " + expectedBack);
    }

    /** The window neither goes on nor waits for a person. */
    static Notice standsStill(WindowId window, WindowState state, String trouble) {
        return of(window, state, "stands-still", "stands still", trouble);
    }

    /** The window still waits for a person, after the daemon was started again. */
    static Optional<Notice> stillHeld(WindowId window, WindowState state) {
        return state.held().map(held -> of(window, state, "held", "still waits for a person", ""));
    }

    /**
     * What there is to tell of an event.
     *
     * @param state of the window since
     */
    static Optional<Notice> of(WindowId window, WindowState state, Event event) {
        return switch (event) {
            case Event.Held held ->
                    Optional.of(of(window, state, "held", "waits for a person", ""));
            case Event.Overran overran ->
                    Optional.of(
                            of(
                                    window,
                                    state,
                                    "overran",
                                    "takes longer than expected",
                                    "visitors were expected to be in again by now."));
            case Event.TurnedBack back ->
                    Optional.of(of(window, state, "turned-back", "goes the way back", back.why()));
            case Event.Ended ended when ended.phase() != Phase.REFUSED ->
                    Optional.of(
                            of(
                                    window,
                                    state,
                                    ended.phase().word(),
                                    "has ended: " + ended.phase().word(),
                                    ""));
            case Event.Ended _,
                    Event.Opened _,
                    Event.FactsTaken _,
                    Event.Noted _,
                    Event.StepStarted _,
                    Event.Said _,
                    Event.Warned _,
                    Event.StepDone _,
                    Event.StepFailed _,
                    Event.ClosedAgain _,
                    Event.Undone _,
                    Event.Asked _,
                    Event.Extended _ ->
                    Optional.empty();
        };
    }

    private static Notice of(
            WindowId window, WindowState state, String event, String what, String first) {
        StackName stack = state.opened().stack();
        Advice advice = Advice.of(window, state);
        StringBuilder message = new StringBuilder();
        if (!first.isEmpty()) {
            message.append(first).append('\n');
        }
        message.append(advice.happened());
        advice.next().forEach(line -> message.append('\n').append(line));
        return about(
                stack,
                window,
                event,
                stack + ": window " + window + " " + what,
                message.toString());
    }

    /** What there is to tell of a run that has come to its state. */
    static Optional<Notice> of(Schedule schedule, Run run) {
        return switch (run.state()) {
            case WAITING_FOR_APPROVAL -> Optional.of(waiting(schedule, run));
            case REFUSED -> Optional.of(refused(schedule, run));
            case LOOKING, WAITING_FOR_ROOM, OPENING, OPENED, NOTHING_TO_DO, SKIPPED ->
                    Optional.empty();
        };
    }

    private static Notice waiting(Schedule schedule, Run run) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "It was due at "
                        + moment(schedule, run.due())
                        + " and waits for a person's word"
                        + run.waitsUntil(schedule.order())
                                .map(until -> " until " + moment(schedule, until))
                                .orElse("")
                        + ". Without it no window is opened.");
        if (!run.why().isEmpty()) {
            lines.add("What is new: " + run.why());
        }
        lines.add("See what it does: lull schedule show " + schedule.id());
        lines.add("If it may run: lull schedule approve " + schedule.id());
        return about(schedule, "waiting-for-approval", "waits for approval", lines);
    }

    private static Notice refused(Schedule schedule, Run run) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "It was due at "
                        + moment(schedule, run.due())
                        + ". No window was opened, and nothing of the stack was touched.");
        lines.add("Why: " + run.why());
        schedule.next(1)
                .forEach(next -> lines.add("It is due again at " + moment(schedule, next) + "."));
        lines.add("See what became of its moments: lull schedule show " + schedule.id());
        if (!schedule.gone()) {
            lines.add("Mend the cause, then run it now: lull schedule run " + schedule.id());
        }
        return about(schedule, "refused", "was refused", lines);
    }

    private static Notice about(
            StackName stack, WindowId window, String event, String title, String message) {
        return new Notice(stack, Optional.of(window), Optional.empty(), event, title, message);
    }

    private static Notice about(Schedule schedule, String event, String what, List<String> lines) {
        StackName stack = schedule.order().stack();
        return new Notice(
                stack,
                Optional.empty(),
                Optional.of(schedule.id()),
                event,
                stack + ": schedule " + schedule.order().name() + " " + what,
                String.join("\n", lines));
    }

    /** By the clock of the schedule. */
    private static String moment(Schedule schedule, Instant moment) {
        ZoneId zone =
                switch (schedule.order().timing()) {
                    case Timing.Repeated repeated -> repeated.zone();
                    case Timing.Once _ -> ZoneOffset.UTC;
                };
        return MOMENT.format(moment.atZone(zone));
    }
}
