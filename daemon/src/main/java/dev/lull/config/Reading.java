package dev.lull.config;

import java.util.List;

/**
 * What a file says.
 *
 * @param values that could be read
 * @param mistakes all of them, by line; if there are any, a daemon must not start with the values
 */
public record Reading(Values values, List<Mistake> mistakes) {
    public Reading {
        mistakes = List.copyOf(mistakes);
    }

    /** Reads the text of a file. */
    public static Reading of(String text) {
        return new FileText().read(text);
    }
}
