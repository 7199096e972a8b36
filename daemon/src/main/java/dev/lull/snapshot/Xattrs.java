package dev.lull.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Extended attributes, ACLs among them, by the C library: the JDK shows the {@code user.} ones
 * only, and takes no names that aren't text. One thread at a time.
 */
@SuppressWarnings("restricted") // sqlite-jdbc needs --enable-native-access too
final class Xattrs implements AutoCloseable {
    private static final int MOST = 65_536; // the kernel's own limit, XATTR_SIZE_MAX
    private static final int ENOTSUP = 95;
    private static final int ENODATA = 61;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle LIST =
            function(
                    "llistxattr",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG));
    private static final MethodHandle GET =
            function(
                    "lgetxattr",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG));

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(STATE);
    private final MemorySegment path = arena.allocate(8192);
    private final MemorySegment name = arena.allocate(512);
    private final MemorySegment names = arena.allocate(MOST);
    private final MemorySegment value = arena.allocate(MOST);

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                descriptor,
                Linker.Option.captureCallState("errno"));
    }

    /**
     * The attributes of a file that a copy keeps: what a person or a program set, not what the
     * kernel works out anew (SELinux labels, checksums), nor what xfs shows a second time (ACLs).
     *
     * @param file its path, without a zero byte; a symbolic link is not followed
     */
    Map<String, byte[]> of(byte[] file) throws IOException {
        put(path, file);
        long length = list();
        Map<String, byte[]> attributes = new TreeMap<>();
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (names.get(ValueLayout.JAVA_BYTE, i) == 0) {
                byte[] attribute = names.asSlice(start, i - start).toArray(ValueLayout.JAVA_BYTE);
                String text = new String(attribute, StandardCharsets.ISO_8859_1);
                if (kept(text)) {
                    put(name, attribute);
                    attributes.put(text, get(text));
                }
                start = i + 1;
            }
        }
        return attributes;
    }

    /** A symbolic link below a folder that has such attributes. */
    static Optional<String> firstLinkWithAny(Path folder) throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        try (Xattrs xattrs = new Xattrs()) {
            Pipeline.run(
                    List.of(Tool.of(List.of("find", folder.toString(), "-type", "l", "-print0"))),
                    null,
                    in -> Names.read(in, name -> xattrs.addLink(name, found)));
        }
        return found.stream().findFirst();
    }

    private void addLink(String link, List<String> found) {
        try {
            if (found.isEmpty() && !of(link.getBytes(StandardCharsets.ISO_8859_1)).isEmpty()) {
                found.add(Names.told(link));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean kept(String name) {
        return name.startsWith("user.")
                || (name.startsWith("trusted.") && !name.startsWith("trusted.SGI_"))
                || name.equals("security.capability")
                || name.startsWith("system.posix_acl_");
    }

    private static void put(MemorySegment to, byte[] text) {
        MemorySegment.copy(text, 0, to, ValueLayout.JAVA_BYTE, 0, text.length);
        to.set(ValueLayout.JAVA_BYTE, text.length, (byte) 0);
    }

    private long list() throws IOException {
        long length;
        try {
            length = (long) LIST.invokeExact(state, path, names, (long) MOST);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (length >= 0) {
            return length;
        }
        if (errno() == ENOTSUP) {
            return 0;
        }
        throw failure("could not list the extended attributes of ");
    }

    private byte[] get(String attribute) throws IOException {
        long length;
        try {
            length = (long) GET.invokeExact(state, path, name, value, (long) MOST);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (length < 0 && errno() != ENODATA) {
            throw failure("could not read the extended attribute " + attribute + " of ");
        }
        return value.asSlice(0, Math.max(0, length)).toArray(ValueLayout.JAVA_BYTE);
    }

    private int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    private IOException failure(String what) {
        return new IOException(
                what + path.getString(0, StandardCharsets.UTF_8) + ": errno " + errno());
    }

    @Override
    public void close() {
        arena.close();
    }
}
