package dev.lull.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** One of a few words. */
record OneOf<E extends Enum<E>>(Class<E> type) implements Kind<E> {
    @Override
    public String words() {
        return Arrays.stream(type.getEnumConstants())
                .map(this::print)
                .collect(Collectors.joining(" or "));
    }

    @Override
    public E read(String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(e -> print(e).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is not " + words()));
    }

    @Override
    public String print(E value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
