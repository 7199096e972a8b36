package dev.lull.stack;

import java.util.regex.Pattern;

/**
 * The Compose project name of a stack.
 *
 * @param value lower-case letters, digits, dashes and underscores, beginning with a letter or digit
 *     (Compose's own rule for project names)
 */
public record StackName(String value) implements Comparable<StackName> {
    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9_-]*");

    public StackName {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("not a Compose project name: " + value);
        }
    }

    @Override
    public int compareTo(StackName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
