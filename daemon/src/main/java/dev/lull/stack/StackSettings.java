package dev.lull.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What {@code x-lull:} at the top of the compose file says about the whole stack.
 *
 * @param title of the page
 * @param message on the page
 * @param contact on the page: an address or a link; empty for none
 * @param onFailure what follows when a step fails after the change began
 * @param watch how long the whole stack is watched at the end
 */
public record StackSettings(
        String title, String message, String contact, OnFailure onFailure, Duration watch) {

    /** What follows when a step fails between the rollback point and reopening. */
    public enum OnFailure {
        ROLLBACK,
        HOLD
    }

    private static final List<String> KNOWN = List.of("page", "on_failure", "watch");
    private static final List<String> PAGE = List.of("title", "message", "contact");

    /**
     * Reads the value of {@code x-lull}.
     *
     * @param where for messages: the stack's name
     * @param values the mapping as plain Java values; empty when there is no {@code x-lull}
     * @param problems is added to: every one, not only the first
     */
    public static StackSettings read(
            String where, Map<String, Object> values, List<Problem> problems) {
        String at = where + " x-lull";
        keys(at, values.keySet(), KNOWN, problems);
        Map<String, Object> page = mapping(at + ".page", values.get("page"), problems);
        keys(at + ".page", page.keySet(), PAGE, problems);
        return new StackSettings(
                text(page, "title").orElse("Back soon"),
                text(page, "message")
                        .orElse("This service is being maintained. Nothing of yours is lost."),
                text(page, "contact").orElse(""),
                parsed(at, values, "on_failure", StackSettings::onFailure, problems)
                        .orElse(OnFailure.ROLLBACK),
                parsed(at, values, "watch", Durations::parse, problems)
                        .orElse(Duration.ofMinutes(15)));
    }

    private static OnFailure onFailure(String value) {
        return switch (value) {
            case "rollback" -> OnFailure.ROLLBACK;
            case "hold" -> OnFailure.HOLD;
            default -> throw new IllegalArgumentException("is neither 'rollback' nor 'hold'");
        };
    }

    private static void keys(
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

    private static Map<String, Object> mapping(
            String at, @org.jspecify.annotations.Nullable Object value, List<Problem> problems) {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            problems.add(
                    Problem.error(at, "is not a mapping", "Write 'key: value' lines under it"));
            return Map.of();
        }
        Map<String, Object> copy = new java.util.TreeMap<>();
        map.forEach((k, v) -> copy.put(String.valueOf(k), v == null ? "" : v));
        return copy;
    }

    private static Optional<String> text(Map<String, Object> values, String key) {
        return Optional.ofNullable(values.get(key)).map(String::valueOf);
    }

    private static <T> Optional<T> parsed(
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
