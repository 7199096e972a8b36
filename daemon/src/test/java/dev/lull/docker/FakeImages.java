package dev.lull.docker;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The images of the fake: what each reference names, and what each image exposes. */
final class FakeImages {
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final Map<String, Set<Integer>> exposed = new HashMap<>();

    void add(String reference, int number, Set<Integer> ports) {
        String id = "sha256:" + "%064x".formatted(number);
        ids.put(reference, id);
        exposed.put(id, ports);
    }

    /** Every reference with the id that it names. */
    Map<String, String> ids() {
        return Map.copyOf(ids);
    }

    /** By a reference or its id. */
    Optional<String> idOf(String reference) {
        return ids.containsValue(reference)
                ? Optional.of(reference)
                : Optional.ofNullable(ids.get(reference));
    }

    String existing(String reference) {
        return idOf(reference)
                .orElseThrow(() -> new EngineException.Permanent("No such image: " + reference));
    }

    Optional<Image> find(String reference) {
        return idOf(reference)
                .map(id ->
                        new Image(id, tagsOf(id), List.of(), exposed.getOrDefault(id, Set.of())));
    }

    private List<String> tagsOf(String id) {
        return ids.entrySet().stream()
                .filter(e -> e.getValue().equals(id))
                .map(Map.Entry::getKey)
                .toList();
    }

    void tag(String image, String reference) {
        ids.put(reference, existing(image));
    }

    void untag(String reference) {
        ids.remove(reference);
    }
}
