package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may open the unix socket. */
final class UnixSocketTest {
    @TempDir private Path folder = Path.of("");

    private Path directory() {
        return folder.resolve("run");
    }

    private Path socket() {
        return directory().resolve("lull.sock");
    }

    /** One that the process may give a file to: root any, others their own. */
    private String group() throws IOException {
        return "root".equals(System.getProperty("user.name")) ? "daemon" : groupOf(folder);
    }

    private static String groupOf(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class).group().getName();
    }

    @Test
    void the_group_that_the_host_has_is_let_in_by_socket_and_directory() throws IOException {
        boolean made = UnixSocket.makeRoom(socket());
        assertThat(made).isTrue();
        try (ServerSocketChannel bound = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            bound.bind(UnixDomainSocketAddress.of(socket()));
            UnixSocket.admit(socket(), made, group());

            assertThat(groupOf(socket())).isEqualTo(group());
            assertThat(groupOf(directory())).isEqualTo(group());
            assertThat(Files.getPosixFilePermissions(socket()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
            assertThat(Files.getPosixFilePermissions(directory()))
                    .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
        }
    }

    @Test
    void a_group_that_the_host_has_not_changes_nothing() throws IOException {
        Files.createDirectory(directory());
        assertThat(UnixSocket.makeRoom(socket())).isFalse();
        try (ServerSocketChannel bound = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            bound.bind(UnixDomainSocketAddress.of(socket()));
            String before = groupOf(socket());
            UnixSocket.admit(socket(), false, "no-such-group-of-lull");

            assertThat(groupOf(socket())).isEqualTo(before);
            assertThat(Files.getPosixFilePermissions(socket()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
        }
    }

    @Test
    void a_directory_that_was_there_stays_as_it_is() throws IOException {
        Files.createDirectory(directory());
        String before = groupOf(directory());
        boolean made = UnixSocket.makeRoom(socket());
        try (ServerSocketChannel bound = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            bound.bind(UnixDomainSocketAddress.of(socket()));
            UnixSocket.admit(socket(), made, group());
            assertThat(groupOf(socket())).isEqualTo(group());
            assertThat(groupOf(directory())).isEqualTo(before);
        }
    }
}
