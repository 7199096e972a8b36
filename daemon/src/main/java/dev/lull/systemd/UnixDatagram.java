package dev.lull.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Sends a datagram to a unix socket: Java's own channels know streams only. The numbers are
 * Linux's, as in {@code socket(2)} and {@code unix(7)}.
 */
final class UnixDatagram {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int LONGEST_PATH = 107;
    private static final int FAMILY_BYTES = 2;

    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SENDTO =
            function(
                    "sendto",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private UnixDatagram() {}

    @SuppressWarnings("restricted") // The command is run with access to native code.
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
    }

    /**
     * Sends it, whole; waits while whoever it is for has no room for it.
     *
     * @param address a path, or with {@code @} before it the name of an abstract socket
     * @throws IOException if nobody takes it, or not one of this size
     */
    static void send(String address, byte[] content) throws IOException {
        byte[] path = address.getBytes(StandardCharsets.UTF_8);
        if (path.length == 0 || path.length > LONGEST_PATH) {
            throw new IOException("'" + address + "' is no address of a unix socket");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(FAMILY_BYTES + path.length);
            name.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, name, JAVA_BYTE, FAMILY_BYTES, path.length);
            if (path[0] == '@') {
                name.set(JAVA_BYTE, FAMILY_BYTES, (byte) 0);
            }
            MemorySegment message = arena.allocateFrom(JAVA_BYTE, content);
            int socket = (int) SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            if (socket < 0) {
                throw new IOException("no socket could be made");
            }
            long sent =
                    (long)
                            SENDTO.invokeExact(
                                    socket,
                                    message,
                                    (long) content.length,
                                    MSG_NOSIGNAL,
                                    name,
                                    (int) name.byteSize());
            int closed = (int) CLOSE.invokeExact(socket);
            if (sent != content.length || closed != 0) {
                throw new IOException("nobody takes it at " + address);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }
}
