package dev.lull.api;

import dev.lull.schedule.Alarm;
import dev.lull.schedule.Finding;
import dev.lull.schedule.MemoryScheduleStore;
import dev.lull.schedule.Schedule;
import dev.lull.schedule.ScheduleId;
import dev.lull.schedule.Schedules;
import dev.lull.stack.Stacks;
import dev.lull.window.Windows;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Real schedules of a daemon that is started again and again; what is new and well is told. */
public final class FixtureSchedules {
    private final MemoryScheduleStore store = new MemoryScheduleStore();
    private final List<String> ailments = new CopyOnWriteArrayList<>();
    private volatile @Nullable Schedules running;

    /** Nobody is woken: a test says when. */
    private static final class Silence implements Alarm {
        @Override
        public void at(ScheduleId schedule, Instant when) {}

        @Override
        public void cancel(ScheduleId schedule) {}

        @Override
        public void close() {}
    }

    /** Begins with what is kept. */
    Schedules start(Stacks stacks, Windows windows, Clock clock) {
        Schedules begun =
                new Schedules(
                        store,
                        stacks,
                        windows,
                        (_, _) -> new Finding(List.of("the tag app:2 of app has a new image")),
                        _ -> List.copyOf(ailments),
                        new Silence(),
                        1,
                        clock);
        running = begun;
        begun.start();
        return begun;
    }

    void stop() {
        running().close();
    }

    private Schedules running() {
        Schedules schedules = running;
        if (schedules == null) {
            throw new IllegalStateException("not started");
        }
        return schedules;
    }

    /** Those that are there. */
    public List<Schedule> all() {
        return running().all();
    }

    /** From now on this is why no stack is well. */
    public FixtureSchedules ail(String why) {
        ailments.add(why);
        return this;
    }

    /** Some of them may be due by now. */
    public void wake() {
        running().wake();
    }
}
