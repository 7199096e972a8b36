package dev.lull.calendar;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One of the five fields of an expression.
 *
 * @param values all that it names, Sunday as 0
 * @param every whether it names all that there are
 * @param starred whether it begins with a star: of the two fields for days such a one narrows the
 *     other down, instead of adding to it
 */
record Field(Kind kind, SortedSet<Integer> values, boolean every, boolean starred) {
    private static final Pattern ITEM = Pattern.compile("(\\*|(\\w+)(-(\\w+))?)(/(\\d{1,4}))?");

    Field {
        values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
    }

    /** What a field is about. */
    enum Kind {
        MINUTE("minute", 0, 59, ""),
        HOUR("hour", 0, 23, ""),
        DAY_OF_MONTH("day of the month", 1, 31, ""),
        MONTH("month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
        DAY_OF_WEEK("day of the week", 0, 7, "sun mon tue wed thu fri sat");

        private final String words;
        private final int first;
        private final int last;
        private final String names;

        Kind(String words, int first, int last, String names) {
            this.words = words;
            this.first = first;
            this.last = last;
            this.names = names;
        }

        /** How many there are. */
        private int count() {
            return this == DAY_OF_WEEK ? 7 : last - first + 1;
        }

        /** Sunday has two numbers. */
        private int plain(int value) {
            return this == DAY_OF_WEEK ? value % 7 : value;
        }

        private int number(String word) {
            int name = names.isEmpty() ? -1 : List.of(names.split(" ", -1)).indexOf(word);
            if (name >= 0) {
                return first + name;
            }
            if (!word.matches("\\d{1,4}")) {
                throw wrong(word, "is not one");
            }
            int number = Integer.parseInt(word);
            if (number < first || number > last) {
                throw wrong(word, "is not from " + first + " to " + last);
            }
            return number;
        }

        /** The end of a range: a week may end with its Sunday. */
        private int end(String word, int from) {
            int number = number(word);
            return this == DAY_OF_WEEK && number == 0 && from > 0 ? 7 : number;
        }

        private IllegalArgumentException wrong(String word, String what) {
            return new IllegalArgumentException(
                    "has the " + words + " '" + word + "', which " + what);
        }
    }

    /**
     * Reads a field.
     *
     * @throws IllegalArgumentException if it is none; the message completes "which …"
     */
    static Field parse(Kind kind, String written) {
        SortedSet<Integer> values = new TreeSet<>();
        for (String item : written.toLowerCase(Locale.ROOT).split(",", -1)) {
            add(kind, item, values);
        }
        return new Field(kind, values, values.size() == kind.count(), written.startsWith("*"));
    }

    /** Adds what it names. */
    private static void add(Kind kind, String item, SortedSet<Integer> values) {
        Matcher m = ITEM.matcher(item);
        if (!m.matches()) {
            throw kind.wrong(item, "is not one");
        }
        boolean star = m.group(1).equals("*");
        boolean single = !star && m.group(4) == null;
        boolean stepped = m.group(6) != null;
        if (single && stepped) {
            throw kind.wrong(item, "steps through nothing: write a range, such as 5-59/15");
        }
        int from = star ? kind.first : kind.number(m.group(2));
        int to = star ? kind.first + kind.count() - 1 : single ? from : kind.end(m.group(4), from);
        if (to < from) {
            throw kind.wrong(item, "ends before it begins");
        }
        int step = stepped ? Integer.parseInt(m.group(6)) : 1;
        if (step == 0) {
            throw kind.wrong(item, "would never go on");
        }
        for (int value = from; value <= to; value += step) {
            values.add(kind.plain(value));
        }
    }

    /** Each value by itself, or a star for all. */
    String listed() {
        return every ? "*" : values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
