package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The store for file systems that share the blocks of single files (xfs, btrfs). */
record ReflinkStore(Proof proof) implements SharingStore {
    static final String WORD = "reflink";

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public String ending() {
        return ".tree";
    }

    @Override
    public String how() {
        return "kept as a reflink";
    }

    @Override
    public void make(Source source, Path copy, Consumer<String> progress)
            throws IOException, InterruptedException {
        new FolderCopy(source.folder(), copy)
                .share(Progress.names(source.label(), source.shape().entries(), progress)::at);
    }
}
