package dev.lull.snapshot;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What is in the files below a folder, hashed. They are opened by the C library, for their names
 * may be any bytes of any length, and read by the JDK, which hashes several times as fast as the
 * host's {@code sha256sum} may. One thread at a time; takes the same memory for any size.
 */
@SuppressWarnings("restricted") // as Xattrs
final class Contents implements AutoCloseable {
    /** Within PATH_MAX, the folder that it begins with and the zero byte too. */
    private static final int LONGEST = 2000;

    private static final int NONE = -1;
    private static final int AT_FDCWD = -100;
    private static final int NOT_TO_WAIT = 0x800 | 0x80000; // O_NONBLOCK | O_CLOEXEC

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OPENAT =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("openat"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT),
                    Linker.Option.firstVariadicArg(3));
    private static final MethodHandle CLOSE =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("close"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final Arena arena = Arena.ofShared();
    private final MemorySegment path = arena.allocate(8192);
    private final ByteBuffer buffer = ByteBuffer.allocate(Digests.BUFFER);
    private final MessageDigest sha256 = Digests.sha256();
    private final LongConsumer read;
    private final int folder;
    private long bytes;

    /**
     * Opens the folder.
     *
     * @param read is told the bytes of all files so far
     */
    Contents(Path folder, LongConsumer read) throws IOException {
        this.read = read;
        this.folder = openAt(AT_FDCWD, Tree.bytes(folder));
        if (this.folder == NONE) {
            arena.close();
            throw new IOException(folder + " can't be opened");
        }
    }

    /**
     * The hash of a file, hex; empty if it is missing, can't be read, or is no regular file.
     *
     * @param name within the folder; each char is a byte
     */
    Optional<String> sha256(String name) throws ClosedByInterruptException {
        int file = open(name.getBytes(StandardCharsets.ISO_8859_1));
        if (file == NONE) {
            return Optional.empty();
        }
        try {
            Path open = Path.of("/proc/self/fd/" + file);
            return Files.isRegularFile(open) ? Optional.of(hash(open)) : Optional.empty();
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException unreadable) {
            return Optional.empty();
        } finally {
            close(file);
        }
    }

    private String hash(Path open) throws IOException {
        try (FileChannel in = FileChannel.open(open)) {
            for (int n = in.read(buffer.clear()); n >= 0; n = in.read(buffer.clear())) {
                sha256.update(buffer.flip());
                bytes += n;
                read.accept(bytes);
            }
            return Digests.hex(sha256);
        } finally {
            sha256.reset();
        }
    }

    /** Folder by folder, where the whole is longer than the kernel takes at once. */
    private int open(byte[] name) {
        int from = folder;
        int start = 0;
        for (int end = cut(name, start); ; end = cut(name, start)) {
            byte[] part = Arrays.copyOfRange(name, start, end);
            int next = openAt(from, part);
            if (from != folder) {
                close(from);
            }
            if (next == NONE || end == name.length) {
                return next;
            }
            from = next;
            start = end + 1;
        }
    }

    private static int cut(byte[] name, int start) {
        if (name.length - start <= LONGEST) {
            return name.length;
        }
        int end = start + LONGEST;
        while (name[end] != '/') {
            end--;
        }
        return end;
    }

    private int openAt(int from, byte[] name) {
        MemorySegment.copy(name, 0, path, ValueLayout.JAVA_BYTE, 0, name.length);
        path.set(ValueLayout.JAVA_BYTE, name.length, (byte) 0);
        try {
            return (int) OPENAT.invokeExact(from, path, NOT_TO_WAIT);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(int file) {
        try {
            int _ = (int) CLOSE.invokeExact(file);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        close(folder);
        arena.close();
    }
}
