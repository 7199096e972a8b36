package dev.lull.snapshot;

import java.util.regex.Pattern;

/**
 * What is needed to make a container again. It holds secrets (environment): not for logs or the
 * API.
 *
 * @param replica e.g. {@code app-1}
 * @param containerName e.g. {@code guestbook-app-1}
 * @param rawInspect the engine's own JSON, byte for byte
 */
public record ContainerSpec(String replica, String containerName, String rawInspect) {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    public ContainerSpec {
        if (!VALID.matcher(replica).matches()) {
            throw new IllegalArgumentException("not the name of a replica: " + replica);
        }
    }

    @Override
    public String toString() {
        return "ContainerSpec[" + replica + ", " + containerName + "]";
    }
}
