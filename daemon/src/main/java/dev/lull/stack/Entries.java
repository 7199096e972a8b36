package dev.lull.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what stands in mappings under {@code x-lull}: adds every problem, not only the first. */
final class Entries {
    private Entries() {}

    /** Keys that nobody knows are problems. */
    static void keys(
            String at, Iterable<String> given, List<String> known, List<Problem> problems) {
        for (String key : given) {
            if (!known.contains(key)) {
                problems.add(
                        Problem.error(
                                at + "." + key,
                                "is not a key that this version of Lull knows",
                                Nearest.to(key, known)
                                        .map(n -> "Did you mean " + n + "? Otherwise remove it")
                                        .orElse("Remove it; known: " + String.join(", ", known))));
            }
        }
    }

    /** The mapping by its keys in order; empty where there is none. */
    static Map<String, Object> mapping(String at, @Nullable Object value, List<Problem> problems) {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            problems.add(
                    Problem.error(at, "is not a mapping", "Write 'key: value' lines under it"));
            return Map.of();
        }
        Map<String, Object> copy = new TreeMap<>();
        map.forEach((k, v) -> copy.put(String.valueOf(k), v == null ? "" : v));
        return copy;
    }

    static Optional<String> text(Map<String, Object> values, String key) {
        return Optional.ofNullable(values.get(key)).map(String::valueOf);
    }

    /** What the parser makes of a value; one that it refuses counts as not there. */
    static <T> Optional<T> parsed(
            String at,
            Map<String, Object> values,
            String key,
            Function<String, T> parser,
            List<Problem> problems) {
        List<T> result = new ArrayList<>();
        text(values, key)
                .ifPresent(v -> {
                    try {
                        result.add(parser.apply(v));
                    } catch (IllegalArgumentException e) {
                        problems.add(
                                Problem.error(
                                        at + "." + key,
                                        "is '" + v + "', which " + e.getMessage(),
                                        "Correct the value"));
                    }
                });
        return result.stream().findFirst();
    }
}
