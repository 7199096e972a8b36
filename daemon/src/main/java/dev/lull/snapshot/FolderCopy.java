package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/** A folder that is copied with all that is in it, by {@code cp --archive}. */
record FolderCopy(Path from, Path to) {

    /**
     * Shares the blocks.
     *
     * @param names is told how many it is done with so far
     * @throws NotShared if they can't be, or not all of them
     */
    void share(LongConsumer names) throws IOException, InterruptedException {
        try {
            run("always", names);
        } catch (ToolException e) {
            if (ToolException.noSpace(e)) {
                throw e;
            }
            throw new NotShared(String.valueOf(e.getMessage()), e);
        }
    }

    /** Shares the blocks where that can be; the disk may be another one. */
    void make(LongConsumer names) throws IOException, InterruptedException {
        run("auto", names);
    }

    private void run(String sharing, LongConsumer names) throws IOException, InterruptedException {
        List<String> cp =
                List.of(
                        "cp",
                        "--archive",
                        "--verbose",
                        "--reflink=" + sharing,
                        "--no-target-directory",
                        "--",
                        from.toString(),
                        to.toString());
        Pipeline.run(List.of(Tool.of(cp)), null, new LineCount(names));
    }
}
