package dev.lull.access;

import java.util.Arrays;
import java.util.Locale;

/** What a caller may do. Each may do what those before it may. */
public enum AccessRole {
    /** Sees everything that is shown. */
    VIEWER,
    /** Runs windows. */
    OPERATOR,
    /** Manages tokens, and removes rollback points. */
    ADMIN;

    /**
     * Reads the word for one.
     *
     * @throws IllegalArgumentException that says which words there are
     */
    public static AccessRole parse(String word) {
        return Arrays.stream(values())
                .filter(r -> r.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("is not viewer, operator or admin"));
    }

    /** As people write it, e.g. {@code viewer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this role is enough where another one is needed. */
    public boolean allows(AccessRole needed) {
        return compareTo(needed) >= 0;
    }
}
