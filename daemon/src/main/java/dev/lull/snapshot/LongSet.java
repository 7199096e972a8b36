package dev.lull.snapshot;

/** Numbers seen, at 16 bytes each at most: volumes with a million hard links exist. */
final class LongSet {
    private long[] slots = new long[64];
    private int size;
    private boolean zero;

    /** Says whether it was not there before. */
    boolean add(long number) {
        if (number == 0) {
            boolean fresh = !zero;
            zero = true;
            return fresh;
        }
        if (!put(slots, number)) {
            return false;
        }
        if (++size * 2 > slots.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long number : slots) {
            if (number != 0) {
                put(larger, number);
            }
        }
        slots = larger;
    }

    private static boolean put(long[] slots, long number) {
        int mask = slots.length - 1;
        int i = Long.hashCode(number * 0x9E3779B97F4A7C15L) & mask;
        while (slots[i] != 0) {
            if (slots[i] == number) {
                return false;
            }
            i = (i + 1) & mask;
        }
        slots[i] = number;
        return true;
    }
}
