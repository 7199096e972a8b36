package dev.lull.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * What a failed verification leaves in a point's folder until a later one is good. No manifest
 * names it: it is neither verified nor copied with the point.
 */
final class FailedVerification {
    private static final String FILE = "verify-failed.txt";

    private FailedVerification() {}

    /** Whether the last verification of the point in this folder failed. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE), LinkOption.NOFOLLOW_LINKS);
    }

    /** Keeps what came out, or forgets what came out before; on the disk on return. */
    static void keep(Path folder, Verification verification) throws IOException {
        Path file = folder.resolve(FILE);
        if (verification.good()) {
            if (Files.deleteIfExists(file)) {
                Durable.sync(folder);
            }
            return;
        }
        try {
            Durable.write(file, text(verification).getBytes(StandardCharsets.UTF_8));
            Durable.sync(folder);
        } catch (FileAlreadyExistsException known) {
            Durable.sync(folder); // Since when it is known stays.
        }
    }

    /** Without the names of files: those within an encrypted copy are nobody's business. */
    private static String text(Verification verification) {
        return verification.at()
                + ": found damaged; 'lull snapshots verify "
                + verification.id()
                + "' says what is wrong\n";
    }
}
