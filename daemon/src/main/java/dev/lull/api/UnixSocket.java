package dev.lull.api;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import jdk.net.ExtendedSocketOptions;

/** The file side of the unix socket: who may open it is who may call. */
final class UnixSocket {
    private UnixSocket() {}

    /**
     * Makes the path free to be bound: makes its directory, removes what a killed daemon left.
     *
     * @throws IllegalStateException when another daemon listens there, or the file is no socket
     */
    static void makeRoom(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwxr-x---")));
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IllegalStateException(
                    path + " is there and is no socket; remove it or choose another --socket");
        }
        if (isAnswered(path)) {
            throw new IllegalStateException(
                    "another daemon listens on "
                            + path
                            + "; stop it first, or choose another --socket");
        }
        Files.delete(path);
    }

    /** Lets the owner and the group in. Only possible once it is bound. */
    static void admitGroup(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
    }

    private static boolean isAnswered(Path path) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            return false;
        }
    }

    /** The user at the other end, as the kernel knows it; "local" where it does not tell. */
    static String peer(Object transport) {
        if (!(transport instanceof SocketChannel channel)) {
            return "local";
        }
        try {
            return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "local";
        }
    }
}
