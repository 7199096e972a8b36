package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A folder that may be a subvolume of btrfs.
 *
 * @param folder with symbolic links resolved
 */
record Subvolume(Path folder) {
    private static final long TOP = 256;

    /** Whether it is one on the very btrfs that another folder lies on. */
    boolean isBeside(Path other) throws IOException {
        if ((long) Files.getAttribute(folder, "unix:ino") != TOP) {
            return false;
        }
        String fileSystem = Mounts.fileSystem(folder);
        return fileSystem.endsWith(" btrfs") && fileSystem.equals(Mounts.fileSystem(other));
    }

    /** Why no snapshot of it would do; empty if one does. */
    Optional<String> problem() throws IOException, InterruptedException {
        try {
            long[] inside = new long[1];
            Pipeline.run(
                    List.of(
                            Tool.of(
                                    List.of(
                                            "btrfs",
                                            "subvolume",
                                            "list",
                                            "-o",
                                            folder.toString()))),
                    null,
                    new LineCount(n -> inside[0] = n));
            return inside[0] == 0
                    ? Optional.empty()
                    : Optional.of("a snapshot leaves out the subvolumes inside it");
        } catch (ToolException e) {
            return Optional.of("no snapshot can be taken: " + e.getMessage());
        }
    }
}
