package dev.lull.snapshot;

import java.util.regex.Pattern;

/**
 * The name of a rollback point, e.g. {@code guestbook-20261121-075500-w12}. Also the name of its
 * folder.
 *
 * @param value letters, digits, dots, dashes and underscores, beginning with a letter or digit, at
 *     most 200 of them
 */
public record PointId(String value) implements Comparable<PointId> {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

    public PointId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("not the id of a rollback point: " + value);
        }
    }

    @Override
    public int compareTo(PointId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
