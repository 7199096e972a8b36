package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The store for a volume whose folder is a subvolume of btrfs: a snapshot of it, taken at one
 * stroke. It stays writable, so that it is a folder like any other to whoever deletes the point, a
 * person with {@code rm} too; nothing of Lull's writes to it.
 */
record SubvolumeStore(Proof proof) implements SharingStore {
    static final String WORD = "btrfs";

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public String ending() {
        return ".subvolume";
    }

    @Override
    public String how() {
        return "kept as a snapshot of its subvolume";
    }

    @Override
    public void make(Source source, Path copy, Consumer<String> progress)
            throws IOException, InterruptedException {
        try {
            Pipeline.run(
                    Tool.of(
                            List.of(
                                    "btrfs",
                                    "subvolume",
                                    "snapshot",
                                    source.folder().toString(),
                                    copy.toString())));
        } catch (ToolException e) {
            if (ToolException.noSpace(e)) {
                throw e;
            }
            throw new NotShared(String.valueOf(e.getMessage()), e);
        }
    }
}
