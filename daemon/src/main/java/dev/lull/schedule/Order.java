package dev.lull.schedule;

import dev.lull.calendar.Timing;
import dev.lull.plan.Change;
import dev.lull.stack.PlannedWindow;
import dev.lull.stack.StackName;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is wanted: which window, when, and under which conditions.
 *
 * @param name among the schedules of the stack
 * @param length how long the door is expected to be closed
 * @param late how long after its moment it may still begin, when that was missed
 * @param conditions all of them must be met
 * @param approval how long it waits for a person's word; empty where nobody has to give one
 */
public record Order(
        StackName stack,
        String name,
        Timing timing,
        Change change,
        Duration length,
        Duration late,
        Set<Condition> conditions,
        Optional<Duration> approval) {
    public Order {
        conditions = Set.copyOf(conditions);
        PlannedWindow.check(name, length, late, approval);
        if (change instanceof Change.Restore) {
            throw new IllegalArgumentException(
                    "a restore is for a person to ask for, not for a schedule");
        }
    }

    /** What a compose file asks for. */
    static Order of(StackName stack, PlannedWindow planned) {
        Set<Condition> conditions = EnumSet.noneOf(Condition.class);
        if (planned.ifChanged()) {
            conditions.add(Condition.CHANGED);
        }
        if (planned.ifHealthy()) {
            conditions.add(Condition.HEALTHY);
        }
        return new Order(
                stack,
                planned.name(),
                planned.timing(),
                change(planned.work()),
                planned.length(),
                planned.late(),
                conditions,
                planned.approval());
    }

    private static Change change(PlannedWindow.Work work) {
        return switch (work) {
            case PlannedWindow.Update update -> new Change.Update(Map.of(), update.pull());
            case PlannedWindow.Migrate _ -> new Change.Migrate();
            case PlannedWindow.Exec exec -> new Change.Exec(exec.service(), exec.command());
            case PlannedWindow.ByHand _ -> new Change.None();
        };
    }
}
