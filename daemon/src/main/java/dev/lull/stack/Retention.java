package dev.lull.stack;

/**
 * Which rollback points of a stack are kept: those that any of the counts keeps, and of them as
 * many as leave room.
 *
 * @param last how many of the newest
 * @param daily of how many days, the newest of each; only days that have one count
 * @param weekly likewise of weeks
 * @param monthly likewise of months
 * @param minFreeBytes the oldest go while less than this is free; 0 for no such limit
 */
public record Retention(int last, int daily, int weekly, int monthly, long minFreeBytes) {
    /** Everything is kept. */
    public static final Retention ALL = new Retention(0, 0, 0, 0, 0);

    /** Whether it says how many are kept; otherwise all are, as far as there is room. */
    public boolean counts() {
        return last > 0 || daily > 0 || weekly > 0 || monthly > 0;
    }
}
