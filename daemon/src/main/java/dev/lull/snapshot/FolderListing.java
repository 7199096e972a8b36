package dev.lull.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The names of a folder as it is now, as an archive's listing tells them. */
final class FolderListing {
    private static final String FORMAT = "%M\\0%U/%G\\0%s\\0%T@\\0%l\\0%P\\0";

    private FolderListing() {}

    /**
     * Everything in a folder, and the folder; what goes meanwhile is not there.
     *
     * @param names is told how many it has come by so far
     */
    static void of(Path folder, Consumer<FileEntry> entries, LongConsumer names)
            throws IOException, InterruptedException {
        List<String> find =
                List.of("find", folder.toString(), "-ignore_readdir_race", "-printf", FORMAT);
        Pipeline.run(List.of(Tool.of(find)), null, in -> read(in, entries, names));
    }

    private static void read(InputStream in, Consumer<FileEntry> entries, LongConsumer names)
            throws IOException {
        FindOutput found = new FindOutput(in);
        for (long n = 1; found.hasNext(); n++) {
            String mode = found.field();
            String owner = found.field();
            long size = found.number();
            String time = found.time();
            String target = found.field();
            entries.accept(new FileEntry(found.field(), mode, owner, size, time, target));
            names.accept(n);
        }
    }
}
