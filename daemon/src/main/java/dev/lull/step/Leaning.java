package dev.lull.step;

import dev.lull.docker.Inspect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Containers that share another's network ({@code network_mode: service:x}), processes, memory or
 * volumes hold its id: when it is made again, so must they be, after it.
 */
final class Leaning {
    private final Map<String, Inspect> saved = new LinkedHashMap<>();

    Leaning(List<Inspect> wanted) {
        wanted.forEach(c -> saved.put(c.id(), c));
    }

    /** The same containers, each after those that it leans on. */
    List<Inspect> inOrder() {
        Set<String> ids = new LinkedHashSet<>();
        saved.values().forEach(c -> add(c, ids, new LinkedHashSet<>()));
        return ids.stream().flatMap(id -> Stream.ofNullable(saved.get(id))).toList();
    }

    private void add(Inspect container, Set<String> ids, Set<String> above) {
        if (!above.add(container.id())) {
            return; // In a circle, which Docker would not have made.
        }
        for (String id : container.leansOn()) {
            Inspect target = saved.get(id);
            if (target != null) {
                add(target, ids, above);
            }
        }
        ids.add(container.id());
    }

    /** Those of these that are gone, and those that lean on them. */
    List<Inspect> fallen(Set<String> gone) {
        Set<String> fallen = new LinkedHashSet<>(gone);
        List<Inspect> all = new ArrayList<>();
        for (Inspect container : inOrder()) {
            if (fallen.contains(container.id())
                    || container.leansOn().stream().anyMatch(fallen::contains)) {
                fallen.add(container.id());
                all.add(container);
            }
        }
        return all;
    }
}
