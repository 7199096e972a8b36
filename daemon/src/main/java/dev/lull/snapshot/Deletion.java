package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a rollback point: at one stroke it is one no more, then what was there for it goes,
 * and its files last. A crash in between is made good by {@link #end}.
 */
final class Deletion {
    private static final Logger LOG = LoggerFactory.getLogger(Deletion.class);
    private static final String DELETED = Points.TEMP + "deleted-";

    private final Path root;
    private final Consumer<RollbackPoint> after;

    /**
     * @param root the folder of the points
     * @param after is given a point when it is one no more, unless its manifest can't be read
     */
    Deletion(Path root, Consumer<RollbackPoint> after) {
        this.root = root;
        this.after = after;
    }

    /** Of one that is there, or is not. */
    void of(PointId id) throws IOException {
        Path folder = root.resolve(id.value());
        Path gone = root.resolve(DELETED + id);
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Durable.deleteTree(gone);
            Files.move(folder, gone, StandardCopyOption.ATOMIC_MOVE);
            Durable.sync(root);
            end(gone);
        }
    }

    /** Of what a deletion, or a point that was never whole, has left. */
    void end(Path leftover) throws IOException {
        String name = leftover.getFileName().toString();
        if (name.startsWith(DELETED)) {
            forget(name.substring(DELETED.length()), leftover);
        }
        Durable.deleteTree(leftover);
    }

    /** Another point of the same id may be there already. */
    private void forget(String id, Path gone) {
        try {
            RollbackPoint point = Manifest.readAs(id, gone);
            if (!Files.exists(root.resolve(id), LinkOption.NOFOLLOW_LINKS)) {
                after.accept(point);
            }
        } catch (IOException unreadable) {
            LOG.debug("nothing is known of {}", gone, unreadable);
        }
    }
}
