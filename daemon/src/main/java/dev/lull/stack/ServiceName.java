package dev.lull.stack;

/**
 * The name of a Compose service within its stack.
 *
 * @param value not blank
 */
public record ServiceName(String value) implements Comparable<ServiceName> {
    public ServiceName {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a service needs a name");
        }
    }

    @Override
    public int compareTo(ServiceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
