package dev.lull.schedule;

/**
 * The number of a schedule, counted up for each state directory; none is given twice.
 *
 * @param value from 1
 */
public record ScheduleId(long value) implements Comparable<ScheduleId> {
    public ScheduleId {
        if (value < 1) {
            throw new IllegalArgumentException("schedules are numbered from 1: " + value);
        }
    }

    @Override
    public int compareTo(ScheduleId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
