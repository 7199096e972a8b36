package dev.lull.schedule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What must be so for a due window to be opened. */
public enum Condition {
    /** There is something to do: an image that a tag names anew, or other words in the files. */
    CHANGED,
    /** The stack is well. */
    HEALTHY;

    /** As it is written: {@code changed}, {@code healthy}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The condition of this word, if there is one. */
    public static Optional<Condition> named(String word) {
        return Arrays.stream(values()).filter(c -> c.word().equals(word)).findFirst();
    }
}
