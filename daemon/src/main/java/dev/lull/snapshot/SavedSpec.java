package dev.lull.snapshot;

/**
 * Where a rollback point keeps the spec of a container.
 *
 * @param replica e.g. {@code app-1}
 * @param containerName e.g. {@code guestbook-app-1}
 * @param file within the point's folder
 * @param bytes of that file
 * @param sha256 of that file, hex
 */
public record SavedSpec(
        String replica, String containerName, String file, long bytes, String sha256) {}
