package dev.lull.step;

import dev.lull.docker.HostPaths;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder as it was while it was in use: a storage that Docker or the host mounts only then is not
 * there any more when everything is stopped, and an empty folder in its place must not be taken for
 * the data.
 *
 * @param identity device and inode
 * @param bytes of its contents
 */
record SeenFolder(String identity, long bytes) {
    /** What may go with a stopped process: a pid file, a lock. */
    private static final long LITTLE = 1L << 20;

    static SeenFolder of(Path folder, long bytes) {
        return new SeenFolder(identity(folder), bytes);
    }

    /** Why this can't be the same folder with its data now, if it can't. */
    Optional<String> lost(Path folder) {
        if (!identity(folder).equals(identity)) {
            return Optional.of(
                    "is not the folder any more that it was while it was in use: something that was"
                            + " mounted there is gone, or it was replaced");
        }
        return bytes > LITTLE && isEmpty(folder)
                ? Optional.of(
                        "held " + (bytes >> 20) + " MiB while it was in use, and is empty now")
                : Optional.empty();
    }

    private static String identity(Path folder) {
        Path real = HostPaths.real(folder);
        try {
            return Files.getAttribute(real, "unix:dev")
                    + ":"
                    + Files.getAttribute(real, "unix:ino");
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isEmpty(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        } catch (IOException e) {
            return true;
        }
    }
}
