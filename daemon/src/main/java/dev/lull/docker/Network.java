package dev.lull.docker;

import java.util.Map;
import java.util.Set;

/**
 * A Docker network.
 *
 * @param containers ids of the running containers on it
 */
public record Network(
        String id,
        String name,
        boolean internal,
        Map<String, String> labels,
        Set<String> containers) {
    public Network {
        labels = Map.copyOf(labels);
        containers = Set.copyOf(containers);
    }
}
