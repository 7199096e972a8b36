package dev.lull.config;

import java.util.Set;
import java.util.regex.Pattern;

/** A whole number within limits, both included. */
record WholeNumber(int from, int to) implements Kind<Integer> {
    /** To YAML, what begins with a zero is octal. */
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9]\\d{0,8}");

    @Override
    public Class<Integer> type() {
        return Integer.class;
    }

    @Override
    public String words() {
        return "a whole number from " + from + " to " + to;
    }

    @Override
    public Set<Form> forms() {
        return Set.of(Form.NUMBER);
    }

    @Override
    public Integer read(String text) {
        if (DECIMAL.matcher(text).matches()) {
            int number = Integer.parseInt(text);
            if (number >= from && number <= to) {
                return number;
            }
        }
        throw new IllegalArgumentException("is not " + words());
    }
}
