package dev.lull.snapshot;

import java.nio.file.Path;

/**
 * A compose or env file within a rollback point.
 *
 * @param path where it was, absolute
 * @param file within the point's folder
 * @param bytes of that file
 * @param sha256 of that file, hex
 * @param mode octal, e.g. {@code 0640}
 * @param uid numeric owner
 * @param gid numeric group
 */
public record SavedFile(
        Path path, String file, long bytes, String sha256, String mode, int uid, int gid) {}
