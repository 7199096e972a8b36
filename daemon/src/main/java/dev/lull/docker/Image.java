package dev.lull.docker;

import java.util.List;
import java.util.Set;

/**
 * An image that is on this host.
 *
 * @param id {@code sha256:…}
 * @param digests {@code repository@sha256:…} as pulled; empty for one built here
 * @param exposedPorts TCP ports that it declares
 */
public record Image(String id, List<String> tags, List<String> digests, Set<Integer> exposedPorts) {
    public Image {
        tags = List.copyOf(tags);
        digests = List.copyOf(digests);
        exposedPorts = Set.copyOf(exposedPorts);
    }
}
