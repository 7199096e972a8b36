package dev.lull.calendar;

import java.util.List;
import java.util.SortedSet;
import java.util.function.IntFunction;

/**
 * Numbers in order, as people are told of them.
 *
 * @param values at least one, each higher than the one before
 */
record Series(List<Integer> values) {
    Series {
        values = List.copyOf(values);
    }

    static Series of(SortedSet<Integer> values) {
        return new Series(List.copyOf(values));
    }

    int count() {
        return values.size();
    }

    int first() {
        return values.getFirst();
    }

    int last() {
        return values.getLast();
    }

    /** Whether none is left out between the first and the last. */
    boolean isUnbroken() {
        return last() - first() == count() - 1;
    }

    /** By how much each is higher than the one before; 0 where that differs, or one is alone. */
    int step() {
        if (count() == 1) {
            return 0;
        }
        int step = values.get(1) - values.get(0);
        for (int i = 2; i < count(); i++) {
            if (values.get(i) - values.get(i - 1) != step) {
                return 0;
            }
        }
        return step;
    }

    /** One by one, e.g. {@code 1, 2 and 5}. */
    String listed(IntFunction<String> word) {
        return listed(values.stream().map(word::apply).toList());
    }

    /** One by one. */
    static String listed(List<String> words) {
        int last = words.size() - 1;
        return last == 0
                ? words.getFirst()
                : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }

    /** E.g. {@code 2nd}. */
    static String ordinal(int number) {
        boolean teen = number % 100 / 10 == 1;
        return number
                + switch (teen ? 0 : number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }
}
