package dev.lull.schedule;

import dev.lull.stack.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What follows of what is due by now. Pure. Each moment gets one run, and only the last of several
 * may come to a window.
 *
 * @param schedule as it is then
 * @param runs of the moments that were due, in order; at most the last is begun
 * @param more whether there are so many that this has to be done again
 */
record Reckoning(Schedule schedule, List<Run> runs, boolean more) {
    /** That many fit into one write. */
    static final int MOST = 1_000;

    /** What was missed before is told in one: no host is off for longer, but a clock may leap. */
    static final Duration LONG_AGO = Duration.ofDays(400);

    Reckoning {
        runs = List.copyOf(runs);
    }

    /** Makes a run of a moment. */
    @FunctionalInterface
    private interface Maker {
        Run of(Instant due, boolean first, boolean last);
    }

    /**
     * Decides what is due.
     *
     * @param underWay a run of this schedule that is not over
     */
    static Reckoning of(Schedule schedule, Optional<Run> underWay, Instant now) {
        Reckoning all =
                each(
                        schedule,
                        now,
                        (due, first, last) -> decide(schedule, underWay, due, first, last, now));
        boolean used = !all.runs().isEmpty() && !schedule.paused();
        return used ? new Reckoning(all.schedule().skipping(false), all.runs(), all.more()) : all;
    }

    /** Decides that nothing of what is due is wanted. */
    static Reckoning none(Schedule schedule, String why, Instant now) {
        return each(schedule, now, (due, _, _) -> skipped(schedule, due, why, now));
    }

    private static Reckoning each(Schedule schedule, Instant now, Maker maker) {
        Instant far = now.minus(LONG_AGO);
        Optional<Instant> lost = schedule.due().filter(far::isAfter);
        if (lost.isPresent()) {
            String why = "missed, as all others until " + far;
            return new Reckoning(
                    schedule.settled(far), List.of(skipped(schedule, lost.get(), why, now)), true);
        }
        List<Instant> due = new ArrayList<>();
        Optional<Instant> next = schedule.due().filter(n -> !n.isAfter(now));
        while (next.isPresent() && due.size() < MOST) {
            due.add(next.get());
            next = schedule.order().timing().next(next.get()).filter(n -> !n.isAfter(now));
        }
        List<Run> runs = new ArrayList<>();
        for (Instant moment : due) {
            boolean last = next.isEmpty() && moment.equals(due.getLast());
            runs.add(maker.of(moment, moment.equals(due.getFirst()), last));
        }
        Schedule after = due.isEmpty() ? schedule : schedule.settled(due.getLast());
        return new Reckoning(after, runs, next.isPresent());
    }

    private static Run decide(
            Schedule schedule,
            Optional<Run> underWay,
            Instant due,
            boolean first,
            boolean last,
            Instant now) {
        Optional<String> why =
                schedule.paused()
                        ? Optional.of("the schedule was paused")
                        : first && schedule.skipping()
                                ? Optional.of("somebody asked to skip it")
                                : last
                                        ? obstacle(schedule, underWay, due, now)
                                        : Optional.of(
                                                "missed: a later one was due before Lull could"
                                                        + " come to it");
        return why.map(w -> skipped(schedule, due, w, now))
                .orElseGet(() -> begun(schedule, due, now));
    }

    private static Optional<String> obstacle(
            Schedule schedule, Optional<Run> underWay, Instant due, Instant now) {
        if (underWay.isPresent()) {
            Run before = underWay.get();
            return Optional.of("the one of " + before.due() + " is still " + before.state().word());
        }
        return begun(schedule, due, now).isTooLate(schedule.order(), now)
                ? Optional.of(late(schedule.order(), Duration.between(due, now)))
                : Optional.empty();
    }

    /** For people: it was missed, and why that is the end of it. */
    static String late(Order order, Duration by) {
        return "missed by "
                + Durations.print(by)
                + (order.late().isZero()
                        ? ", and it may not begin late"
                        : ", and it may begin at most " + Durations.print(order.late()) + " late");
    }

    private static Run begun(Schedule schedule, Instant due, Instant now) {
        return new Run(schedule.id(), due, RunState.LOOKING, "", now);
    }

    private static Run skipped(Schedule schedule, Instant due, String why, Instant now) {
        return new Run(schedule.id(), due, RunState.SKIPPED, why, now);
    }
}
