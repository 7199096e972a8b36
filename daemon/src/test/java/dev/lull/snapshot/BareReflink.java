package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The store {@code reflink} without anything that proves it, for benchmarks. */
public final class BareReflink {
    private BareReflink() {}

    /** Shares the blocks of a folder with a new one, down to the disk. */
    public static void write(Path folder, Path copy) throws IOException, InterruptedException {
        new FolderCopy(folder, copy).share(_ -> {});
        Pipeline.run(Tool.of(List.of("sync", "--file-system", copy.toString())));
    }
}
