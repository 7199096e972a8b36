package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * What keeping a folder in a rollback point would take.
 *
 * @param store that it would be kept in, as {@link SavedVolume#store}
 * @param why that one, in a few words
 * @param contentBytes of it, holes counted as zeros
 * @param bytes at the most; what both change later is not in it
 * @param time about, with what proves the copy
 */
public record Estimate(String store, String why, long contentBytes, long bytes, Duration time) {
    /** What a small host packs and reads back in a second; a better one is faster. */
    private static final long BYTES_A_SECOND = 50L << 20;

    private static final long NAMES_A_SECOND = 10_000;

    /**
     * Looks at a folder, which may be in use.
     *
     * @param names is told how many it has looked at so far
     */
    static Estimate of(Stores stores, Path folder, LongConsumer names)
            throws IOException, InterruptedException {
        Path real = folder.toRealPath();
        StoreChoice choice = stores.choose(real);
        Tree.Content content = Tree.content(real, names);
        return new Estimate(
                choice.store().word(),
                choice.why(),
                content.bytes(),
                choice.store().estimate(content),
                time(choice.store(), content));
    }

    private static Duration time(Store store, Tree.Content content) {
        long seconds = content.files() / NAMES_A_SECOND + store.toWrite(content) / BYTES_A_SECOND;
        return Duration.ofSeconds(1 + seconds);
    }
}
