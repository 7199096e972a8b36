package dev.lull.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values that somebody gave some keys: the command line, the environment or the file. */
public final class Values {
    private static final Values NONE = new Values(Map.of());

    private final Map<Key<?>, Object> values;

    private Values(Map<Key<?>, Object> values) {
        this.values = values;
    }

    public static Values none() {
        return NONE;
    }

    /** These, and one more, which wins. */
    public <T> Values with(Key<T> key, T value) {
        Map<Key<?>, Object> more = new LinkedHashMap<>(values);
        more.put(key, value);
        return new Values(more);
    }

    /** These, and others for the keys that have none here. */
    public Values over(Values others) {
        Map<Key<?>, Object> all = new LinkedHashMap<>(others.values);
        all.putAll(values);
        return new Values(all);
    }

    /**
     * These, and what the environment has for the keys that have none here. A blank variable counts
     * as none.
     *
     * @throws IllegalArgumentException that names a variable which can't be read
     */
    public Values orFrom(Map<String, String> environment) {
        Values all = this;
        for (Key<?> key : Keys.ALL) {
            all = all.orFrom(key, environment);
        }
        return all;
    }

    /**
     * The same for one key.
     *
     * @throws IllegalArgumentException likewise
     */
    public <T> Values orFrom(Key<T> key, Map<String, String> environment) {
        String text = environment.getOrDefault(key.variable(), "");
        if (text.isBlank() || values.containsKey(key)) {
            return this;
        }
        try {
            return with(key, key.kind().given(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    key.variable() + " is '" + text + "', which " + e.getMessage(), e);
        }
    }

    /** What was given. */
    public <T> Optional<T> find(Key<T> key) {
        return Optional.ofNullable(values.get(key)).map(key.kind().type()::cast);
    }

    /** What was given, or else the default. */
    public <T> T get(Key<T> key) {
        return find(key).orElse(key.otherwise());
    }

    /** The names of the keys that have one, in the order of {@link Keys#ALL}. */
    public List<String> names() {
        return Keys.ALL.stream().filter(values::containsKey).map(Key::name).toList();
    }
}
