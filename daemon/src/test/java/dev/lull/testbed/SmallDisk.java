package dev.lull.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own that can be filled. Needs root. */
public final class SmallDisk implements AutoCloseable {
    private final Path folder;

    /** Mounts one of so many megabytes; they are in memory. */
    public SmallDisk(int megabytes) {
        try {
            folder = Files.createTempDirectory("lulltest-" + ProcessHandle.current().pid() + "-d-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Sh.run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
    }

    public Path folder() {
        return folder;
    }

    /** Leaves so much free. */
    public void fill(long left) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            Sh.run("fallocate", "-l", Long.toString(free - left), filler().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes room again. */
    public void free() {
        try {
            Files.delete(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() {
        Sh.run("umount", "-l", folder.toString());
        ExampleStack.delete(folder);
    }
}
