package dev.lull.schedule;

import dev.lull.window.WindowId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a due moment of a schedule.
 *
 * @param due in whole milliseconds; the moment it was asked for, where somebody ran it by hand
 * @param window that was opened
 * @param why it is so, for people; may be empty
 * @param by who asked for it or approved it; empty where nobody did
 * @param at when it came to this state
 * @param request the key that came with the request to run it now; empty where none did
 * @param fingerprint of what was new to the stack when its window was opened; may be empty
 */
public record Run(
        ScheduleId schedule,
        Instant due,
        RunState state,
        Optional<WindowId> window,
        String why,
        String by,
        Instant at,
        String request,
        String fingerprint) {
    /** For what is on time and just had to be started. */
    static final Duration GRACE = Duration.ofMinutes(1);

    private static final Duration LEAST_WAIT = Duration.ofMinutes(10);

    /** One that nobody asked for, without a window. */
    Run(ScheduleId schedule, Instant due, RunState state, String why, Instant at) {
        this(schedule, due, state, Optional.empty(), why, "", at, "", "");
    }

    /** One that somebody asked for. */
    static Run asked(ScheduleId schedule, Instant due, String by, String request, Instant now) {
        return new Run(schedule, due, RunState.LOOKING, Optional.empty(), "", by, now, request, "");
    }

    /** The same, at another point. */
    Run to(RunState next, String reason, Instant now) {
        Instant since = next == state ? at : now;
        return new Run(schedule, due, next, window, reason, by, since, request, fingerprint);
    }

    /** Its window is about to be opened, for this. */
    Run opening(String news, String mark, Instant now) {
        return new Run(schedule, due, RunState.OPENING, window, news, by, now, request, mark);
    }

    Run opened(WindowId opened, Instant now) {
        return new Run(
                schedule,
                due,
                RunState.OPENED,
                Optional.of(opened),
                why,
                by,
                now,
                request,
                fingerprint);
    }

    Run approved(String person, Instant now) {
        return new Run(
                schedule, due, RunState.LOOKING, window, "", person, now, request, fingerprint);
    }

    /** Whether somebody's word stands behind it: then its time is counted from there. */
    boolean hasWord() {
        return !by.isEmpty();
    }

    /** Whether it can't be begun any more. */
    boolean isTooLate(Order order, Instant now) {
        Duration late = order.late().compareTo(GRACE) > 0 ? order.late() : GRACE;
        return now.isAfter((hasWord() ? at : due).plus(late));
    }

    /** Whether so much time went by since it began to be looked at that nobody expects it now. */
    boolean tookTooLong(Order order, Instant now) {
        Duration late = order.late().compareTo(LEAST_WAIT) > 0 ? order.late() : LEAST_WAIT;
        return now.isAfter(at.plus(late));
    }

    /** Until when it waits as it does; empty while it does not wait. */
    public Optional<Instant> waitsUntil(Order order) {
        return switch (state) {
            case WAITING_FOR_APPROVAL ->
                    Optional.of(at.plus(order.approval().orElse(Duration.ZERO)));
            case WAITING_FOR_ROOM -> {
                Instant least = at.plus(LEAST_WAIT);
                Instant wanted = (hasWord() ? at : due).plus(order.late());
                yield Optional.of(wanted.isAfter(least) ? wanted : least);
            }
            case LOOKING, OPENING, OPENED, NOTHING_TO_DO, SKIPPED, REFUSED -> Optional.empty();
        };
    }
}
