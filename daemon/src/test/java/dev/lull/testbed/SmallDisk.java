package dev.lull.testbed;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file system of its own that can be filled. Needs root. */
public final class SmallDisk implements AutoCloseable {
    private final Path folder;

    /**
     * Mounts one of so many megabytes; they are in memory.
     *
     * @param more options of the mount, e.g. {@code noexec}
     */
    public SmallDisk(int megabytes, String... more) {
        folder = Folders.make("d");
        List<String> all = new ArrayList<>(List.of("size=" + megabytes + "m", "mode=700"));
        all.addAll(List.of(more));
        String options = String.join(",", all);
        Sh.run("mount", "-t", "tmpfs", "-o", options, "lull-test", folder.toString());
    }

    public Path folder() {
        return folder;
    }

    /** Leaves so much free, while others may be writing to it too. */
    public void fill(long left) {
        Wait.until(
                "no more than " + left + " bytes are free in " + folder,
                () -> {
                    long over = free() - left;
                    if (over > 0) {
                        grow(over);
                    }
                    return free() <= left;
                });
    }

    private long free() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that did not fit fills what there was: the next look is at what is free then. */
    private void grow(long bytes) {
        try (OutputStream out =
                Files.newOutputStream(
                        filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            byte[] block = new byte[4096];
            for (long at = 0; at < bytes; at += block.length) {
                out.write(block);
            }
        } catch (IOException full) {
            // Somebody else was quicker.
        }
    }

    /** Makes room again. */
    public void makeRoom() {
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
        Folders.delete(folder);
    }
}
