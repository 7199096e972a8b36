package dev.lull.api;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a request's body may hold. A body is read by these names, and documented by them.
 *
 * @param name of the shape, e.g. {@code OpenWindow}
 */
record Shape(String name, List<Field> fields) {
    Shape {
        fields = List.copyOf(fields);
    }

    /**
     * A property.
     *
     * @param type as JSON Schema has it
     * @param words that it is one of; none where it may be any
     * @param of the shape of an object
     */
    record Field(
            String name,
            String type,
            boolean required,
            String what,
            List<String> words,
            Optional<Shape> of) {

        private static Field of(String name, String type, boolean required, String what) {
            return new Field(name, type, required, what, List.of(), Optional.empty());
        }
    }

    static Shape of(String name, Field... fields) {
        return new Shape(name, Arrays.asList(fields));
    }

    /** One whose last fields it shares with others. */
    static Shape of(String name, List<Field> own, List<Field> shared) {
        return new Shape(name, Stream.concat(own.stream(), shared.stream()).toList());
    }

    static Field text(String name, String what) {
        return Field.of(name, "string", false, what);
    }

    static Field required(String name, String what) {
        return Field.of(name, "string", true, what);
    }

    static Field word(String name, boolean required, String what, List<String> words) {
        return new Field(name, "string", required, what, List.copyOf(words), Optional.empty());
    }

    static Field flag(String name, String what) {
        return Field.of(name, "boolean", false, what);
    }

    /** A list of texts. */
    static Field words(String name, String what) {
        return Field.of(name, "array", false, what);
    }

    /** Texts by name. */
    static Field map(String name, String what) {
        return Field.of(name, "object", false, what);
    }

    static Field shape(String name, Shape shape, String what) {
        return new Field(name, "object", false, what, List.of(), Optional.of(shape));
    }

    /** The names of all fields. */
    Set<String> names() {
        return fields.stream().map(Field::name).collect(Collectors.toSet());
    }
}
