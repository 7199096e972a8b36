package dev.lull.testbed;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** A unix socket that takes datagrams, as systemd's. */
public final class DatagramSocket implements AutoCloseable {
    private static final int LONGEST = 1 << 20;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final long PATIENCE_SECONDS = 60;

    private final int socket;

    /**
     * Listens.
     *
     * @param address a path, or with {@code @} before it the name of an abstract socket
     */
    public DatagramSocket(String address) throws Throwable {
        byte[] path = address.getBytes(StandardCharsets.UTF_8);
        MethodHandle open =
                function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        MethodHandle setsockopt =
                function(
                        "setsockopt",
                        FunctionDescriptor.of(
                                JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
        MethodHandle bind =
                function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(2 + path.length);
            name.set(JAVA_SHORT, 0, (short) 1);
            MemorySegment.copy(path, 0, name, JAVA_BYTE, 2, path.length);
            if (path[0] == '@') {
                name.set(JAVA_BYTE, 2, (byte) 0);
            }
            socket = (int) open.invokeExact(1, 2, 0);
            MemorySegment patience = arena.allocate(2 * JAVA_LONG.byteSize());
            patience.set(JAVA_LONG, 0, PATIENCE_SECONDS);
            int limited =
                    (int)
                            setsockopt.invokeExact(
                                    socket,
                                    SOL_SOCKET,
                                    SO_RCVTIMEO,
                                    patience,
                                    (int) patience.byteSize());
            if (limited != 0) {
                throw new IllegalStateException("it would wait for ever");
            }
            int bound = (int) bind.invokeExact(socket, name, (int) name.byteSize());
            if (bound != 0) {
                throw new IllegalStateException("can't listen on " + address);
            }
        }
    }

    @SuppressWarnings("restricted") // The command is run with access to native code.
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
    }

    /** Waits for the next one; empty if none comes in a minute. */
    public String receive() throws Throwable {
        return new String(receiveBytes(), StandardCharsets.UTF_8);
    }

    /** The same, as it came. */
    public byte[] receiveBytes() throws Throwable {
        MethodHandle recv =
                function(
                        "recv",
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LONGEST);
            long bytes = (long) recv.invokeExact(socket, buffer, (long) LONGEST, 0);
            return buffer.asSlice(0, Math.max(0, bytes)).toArray(JAVA_BYTE);
        }
    }

    @Override
    public void close() {
        try {
            MethodHandle close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
            int closed = (int) close.invokeExact(socket);
            if (closed != 0) {
                throw new IllegalStateException("it can't be closed");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
