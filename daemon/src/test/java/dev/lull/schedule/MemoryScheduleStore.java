package dev.lull.schedule;

import dev.lull.window.JournalException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Schedules in memory. Whoever begins with the same one is a daemon that was started again. */
public final class MemoryScheduleStore implements ScheduleStore {
    private final Map<ScheduleId, Schedule> schedules = new TreeMap<>();
    private final Map<Key, Run> runs = new TreeMap<>();

    private record Key(ScheduleId schedule, Instant due) implements Comparable<Key> {
        static Key of(Run run) {
            return new Key(run.schedule(), run.due());
        }

        @Override
        public int compareTo(Key other) {
            int bySchedule = schedule.compareTo(other.schedule);
            return bySchedule != 0 ? bySchedule : due.compareTo(other.due);
        }
    }

    @Override
    public synchronized Schedule add(Order order, Source source, String by, Instant since) {
        boolean taken =
                schedules.values().stream()
                        .filter(s -> !s.gone() && s.source() == source)
                        .anyMatch(s ->
                                s.order().stack().equals(order.stack())
                                        && s.order().name().equals(order.name()));
        if (taken) {
            throw new JournalException("there is a schedule of that name");
        }
        Schedule added =
                new Schedule(
                        new ScheduleId(schedules.size() + 1L),
                        order,
                        source,
                        by,
                        since,
                        false,
                        false,
                        since,
                        false);
        schedules.put(added.id(), added);
        return added;
    }

    @Override
    public synchronized void put(Schedule schedule, List<Run> more) {
        if (!schedules.containsKey(schedule.id())) {
            throw new JournalException("there is no schedule " + schedule.id());
        }
        if (more.stream().anyMatch(r -> runs.containsKey(Key.of(r)))) {
            throw new JournalException("there is such a run already");
        }
        schedules.put(schedule.id(), schedule);
        more.forEach(r -> runs.put(Key.of(r), r));
        prune(schedule.id());
    }

    private void prune(ScheduleId schedule) {
        List<Run> all = runs(schedule, Integer.MAX_VALUE);
        Optional<Run> lastWindow = all.stream().filter(r -> r.window().isPresent()).findFirst();
        all.stream()
                .filter(r -> r.state().isOver())
                .skip(RUNS_KEPT)
                .filter(r -> !Optional.of(r).equals(lastWindow))
                .forEach(r -> runs.remove(Key.of(r)));
    }

    @Override
    public synchronized void forget(Schedule schedule) {
        put(schedule, List.of());
        runs.keySet()
                .removeIf(key ->
                        key.schedule().equals(schedule.id())
                                && key.due().isAfter(schedule.settled()));
    }

    @Override
    public synchronized List<Schedule> all() {
        return List.copyOf(schedules.values());
    }

    @Override
    public synchronized Optional<Schedule> find(ScheduleId id) {
        return Optional.ofNullable(schedules.get(id));
    }

    @Override
    public synchronized void put(Run run) {
        if (!schedules.containsKey(run.schedule())) {
            throw new JournalException("there is no schedule " + run.schedule());
        }
        runs.put(Key.of(run), run);
        prune(run.schedule());
    }

    @Override
    public synchronized Optional<Run> run(ScheduleId schedule, Instant due) {
        return Optional.ofNullable(runs.get(new Key(schedule, due)));
    }

    @Override
    public synchronized List<Run> runs(ScheduleId schedule, int limit) {
        return runs.values().stream()
                .filter(r -> r.schedule().equals(schedule))
                .sorted(Comparator.comparing(Run::due).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Run> unfinished() {
        return runs.values().stream()
                .filter(r -> !r.state().isOver())
                .sorted(Comparator.comparing(Run::due).thenComparing(Run::schedule))
                .toList();
    }
}
