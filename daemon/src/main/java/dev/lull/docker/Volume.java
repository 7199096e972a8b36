package dev.lull.docker;

import java.util.Map;

/**
 * A named or anonymous volume.
 *
 * @param mountpoint where its data lies on the host
 */
public record Volume(String name, String driver, String mountpoint, Map<String, String> labels) {
    public Volume {
        labels = Map.copyOf(labels);
    }
}
