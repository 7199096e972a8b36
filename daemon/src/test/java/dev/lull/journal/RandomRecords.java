package dev.lull.journal;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Makes any record of the domain from a seed, by its components. */
final class RandomRecords {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "a",
                    "two words",
                    "\"quoted\" \\ and 'so'",
                    "line\nline\r\n\ttab",
                    "nul \u0000 esc \u001b[31m",
                    "Grüße, 世界, 🐳 \u2028",
                    "{\"Id\":\"abc\",\"Config\":{\"Env\":[\"A=b\"]}}",
                    "null",
                    "x".repeat(5000));

    private final Random random;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    <T> T make(Class<T> type) {
        return type.cast(of(type));
    }

    private Object of(Type type) {
        return switch (type) {
            case ParameterizedType p when p.getRawType() == List.class ->
                    some(() -> of(p.getActualTypeArguments()[0]));
            case ParameterizedType p when p.getRawType() == NavigableSet.class ->
                    new TreeSet<>(some(() -> of(p.getActualTypeArguments()[0])));
            case ParameterizedType p when p.getRawType() == Map.class ->
                    map(p.getActualTypeArguments()[0], p.getActualTypeArguments()[1]);
            case Class<?> c when c.isEnum() -> oneOf(Arrays.asList(c.getEnumConstants()));
            case Class<?> c when c.isSealed() ->
                    of(oneOf(Arrays.asList(c.getPermittedSubclasses())));
            case Class<?> c when c.isRecord() -> record(c);
            case Class<?> c -> leaf(c);
            default -> throw new IllegalArgumentException("can't make a " + type);
        };
    }

    private Object leaf(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> oneOf(TEXTS);
            case "boolean" -> random.nextBoolean();
            case "int", "Integer" -> oneOf(List.of(0, 1, -1, 8080, Integer.MAX_VALUE));
            case "Instant" ->
                    Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1000));
            case "Duration" -> Duration.ofSeconds(random.nextLong(100_000), random.nextInt(1000));
            case "Path" -> Path.of(oneOf(List.of("/srv/shop", "/a b/c.yml", "rel/x.env", ".")));
            case "Object" -> yaml(3);
            default -> throw new IllegalArgumentException("can't make a " + type);
        };
    }

    private Object record(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "StackName" -> construct(type, oneOf(List.of("shop", "0", "my-blog_2")));
            case "ServiceName" -> construct(type, oneOf(List.of("web", "db.1", " Ü b\"", "🐳")));
            case "Command" ->
                    construct(type, oneOf(List.of(List.of(""), List.of("sh", "-c", "\n"))));
            default ->
                    construct(
                            type,
                            Arrays.stream(type.getRecordComponents())
                                    .map(RecordComponent::getGenericType)
                                    .map(this::of)
                                    .toArray());
        };
    }

    private static Object construct(Class<?> type, Object... arguments) {
        try {
            Constructor<?> canonical = type.getDeclaredConstructors()[0];
            return canonical.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("can't make a " + type, e);
        }
    }

    /** What a YAML or JSON reader makes. */
    private Object yaml(int depth) {
        List<Supplier<Object>> kinds =
                List.of(
                        () -> oneOf(TEXTS),
                        () -> 7,
                        () -> 5_000_000_000L,
                        () -> 0.1,
                        () -> true,
                        () -> some(() -> yaml(depth - 1)),
                        () -> {
                            Map<String, Object> map = new HashMap<>();
                            some(() -> oneOf(TEXTS)).forEach(k -> map.put(k, yaml(depth - 1)));
                            return map;
                        });
        return oneOf(depth == 0 ? kinds.subList(0, 5) : kinds).get();
    }

    private Map<Object, Object> map(Type key, Type value) {
        Map<Object, Object> map = new HashMap<>();
        some(() -> of(key)).forEach(k -> map.put(k, of(value)));
        return map;
    }

    private <T> List<T> some(Supplier<T> element) {
        List<T> list = new ArrayList<>();
        IntStream.range(0, random.nextInt(4)).forEach(_ -> list.add(element.get()));
        return list;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
