package dev.lull.config;

import java.util.Optional;
import java.util.Set;

/** What another kind takes, or the word {@code none} for nothing. */
record OrNone<T>(Kind<T> kind) implements Kind<Optional<T>> {
    private static final String NONE = "none";

    @Override
    @SuppressWarnings("unchecked") // What is in it was read by the other kind.
    public Class<Optional<T>> type() {
        return (Class<Optional<T>>) (Class<?>) Optional.class;
    }

    @Override
    public String words() {
        return kind.words() + ", or none";
    }

    @Override
    public Set<Form> forms() {
        return kind.forms();
    }

    @Override
    public Optional<T> read(String text) {
        return text.equals(NONE) ? Optional.empty() : Optional.of(kind.read(text));
    }

    @Override
    public String print(Optional<T> value) {
        return value.map(kind::print).orElse(NONE);
    }

    @Override
    public String shown(String text) {
        return kind.shown(text);
    }
}
