package dev.lull.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * A temporary folder whose files can't share blocks, wherever this machine has such folders: for
 * tests that want an archive.
 */
public final class UnsharedTempDir implements TempDirFactory {
    private @Nullable LoopDisk disk;

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
            throws IOException {
        Path usual = Files.createTempDirectory("junit-");
        if (!sharesBlocks(usual)) {
            return usual;
        }
        Files.delete(usual);
        disk = new LoopDisk("ext4");
        return Files.createTempDirectory(disk.folder(), "junit-");
    }

    private static boolean sharesBlocks(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "1");
        Path shared = folder.resolve("shared");
        try {
            Sh.run("cp", "--reflink=always", file.toString(), shared.toString());
            return true;
        } catch (IllegalStateException no) {
            return false;
        } finally {
            Files.delete(file);
            Files.deleteIfExists(shared);
        }
    }

    @Override
    public void close() {
        if (disk != null) {
            disk.close();
        }
    }
}
