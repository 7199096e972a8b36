package dev.lull.docker;

import java.util.Map;
import java.util.Set;

/**
 * A Docker network.
 *
 * @param containers ids of the running containers on it
 * @param definition what makes it anew, the raw body for {@link Engine#createNetwork(String)}
 */
public record Network(
        String id,
        String name,
        boolean internal,
        Map<String, String> labels,
        Set<String> containers,
        String definition) {
    public Network {
        labels = Map.copyOf(labels);
        containers = Set.copyOf(containers);
    }
}
