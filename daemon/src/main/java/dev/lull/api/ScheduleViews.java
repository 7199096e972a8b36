package dev.lull.api;

import dev.lull.calendar.Timing;
import dev.lull.schedule.Condition;
import dev.lull.schedule.Order;
import dev.lull.schedule.Run;
import dev.lull.schedule.Schedule;
import dev.lull.window.WindowId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the API shows of schedules, and of what became of their due moments. */
final class ScheduleViews {
    /** How many of the coming moments are shown. */
    static final int COMING = 5;

    private ScheduleViews() {}

    record ScheduleList(List<ScheduleView> schedules) {}

    /**
     * @param source {@code file} or {@code person}
     * @param by who wants it
     * @param cron of one that repeats, with its {@code zone}; of one for once there is {@code at}
     * @param words when it is due, in English
     * @param length how many seconds the door is expected to be closed
     * @param late how many seconds after its moment it may still begin
     * @param approve within how many seconds somebody has to approve; missing where nobody has to
     * @param skipping whether the next one is left out
     * @param ended whether nothing comes any more
     * @param next moments, at most five
     */
    record ScheduleView(
            long id,
            String stack,
            String name,
            String source,
            String by,
            Instant since,
            @Nullable String cron,
            @Nullable Instant at,
            @Nullable String zone,
            String words,
            ChangeView change,
            double length,
            double late,
            List<String> onlyIf,
            @Nullable Double approve,
            boolean paused,
            boolean skipping,
            boolean ended,
            List<Instant> next,
            @Nullable RunView last) {}

    record RunList(List<RunView> runs) {}

    /**
     * What became of a due moment.
     *
     * @param by who had the last word on it
     * @param at when it came to this state
     */
    record RunView(
            long schedule,
            Instant due,
            String state,
            @Nullable Long window,
            String why,
            String by,
            Instant at) {}

    /** A moment, or an expression, that nothing is scheduled for yet. */
    record TimingView(String words, List<Instant> next) {}

    static ScheduleView of(Schedule schedule, Optional<Run> last) {
        Order order = schedule.order();
        return new ScheduleView(
                schedule.id().value(),
                order.stack().value(),
                order.name(),
                Views.word(schedule.source()),
                schedule.by(),
                schedule.since(),
                cron(order.timing()),
                at(order.timing()),
                zone(order.timing()),
                order.timing().words(),
                ChangeView.of(order.change()),
                Views.seconds(order.length()),
                Views.seconds(order.late()),
                order.conditions().stream().sorted().map(Condition::word).toList(),
                order.approval().map(Views::seconds).orElse(null),
                schedule.paused(),
                schedule.skipping(),
                schedule.ended(),
                schedule.next(COMING),
                last.map(ScheduleViews::of).orElse(null));
    }

    private static @Nullable String cron(Timing timing) {
        return switch (timing) {
            case Timing.Once _ -> null;
            case Timing.Repeated repeated -> repeated.cron().expression();
        };
    }

    private static @Nullable Instant at(Timing timing) {
        return switch (timing) {
            case Timing.Once once -> once.at();
            case Timing.Repeated _ -> null;
        };
    }

    private static @Nullable String zone(Timing timing) {
        return switch (timing) {
            case Timing.Once _ -> null;
            case Timing.Repeated repeated -> repeated.zone().getId();
        };
    }

    static RunView of(Run run) {
        return new RunView(
                run.schedule().value(),
                run.due(),
                run.state().word(),
                run.window().map(WindowId::value).orElse(null),
                run.why(),
                run.by(),
                run.at());
    }

    static TimingView of(Timing timing, Instant after) {
        return new TimingView(timing.words(), timing.next(after, COMING));
    }
}
