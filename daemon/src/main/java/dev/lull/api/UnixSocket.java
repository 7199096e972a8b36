package dev.lull.api;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file side of the unix socket: who may open it is who may call. */
final class UnixSocket {
    private static final Logger LOG = LoggerFactory.getLogger(UnixSocket.class);

    private UnixSocket() {}

    /**
     * Makes the path free to be bound: makes its directory, removes what a killed daemon left.
     *
     * @return whether it has made the directory
     * @throws IllegalStateException when another daemon listens there, or the file is no socket
     */
    static boolean makeRoom(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwxr-x---")));
            return true;
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
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
        return false;
    }

    /**
     * Lets the owner in, and this group where the host has it. Only possible once it is bound.
     *
     * @param withDirectory whether its directory is given to the group too: nobody else made it
     */
    static void admit(Path path, boolean withDirectory, String group) throws IOException {
        Optional<GroupPrincipal> known = group(path, group);
        if (known.isPresent()) {
            give(path, withDirectory, known.get());
        } else {
            LOG.info("there is no group '{}' on this host: {} stays its owner's", group, path);
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
    }

    private static Optional<GroupPrincipal> group(Path path, String name) throws IOException {
        try {
            return Optional.of(
                    path.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName(name));
        } catch (UserPrincipalNotFoundException e) {
            return Optional.empty();
        }
    }

    /** A daemon that may not is of some use all the same. */
    private static void give(Path path, boolean withDirectory, GroupPrincipal group) {
        try {
            setGroup(path, group);
            Path directory = path.toAbsolutePath().getParent();
            if (withDirectory && directory != null) {
                setGroup(directory, group);
            }
        } catch (IOException e) {
            LOG.warn(
                    "{} can't be given to the group '{}': {}",
                    path,
                    group.getName(),
                    e.getMessage());
        }
    }

    private static void setGroup(Path path, GroupPrincipal group) throws IOException {
        Files.setAttribute(path, "posix:group", group, LinkOption.NOFOLLOW_LINKS);
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
