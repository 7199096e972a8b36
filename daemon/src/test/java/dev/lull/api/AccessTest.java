package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reaches the daemon, by which way, and what they may do. */
final class AccessTest extends OnApi {
    @Test
    void tcp_is_for_looking_only() throws IOException {
        int port = daemon.port();
        String local = "Host: 127.0.0.1:" + port;

        assertThat(Http.tcp(port, "GET /api/v1/stacks HTTP/1.1", local))
                .startsWith("HTTP/1.1 200")
                .contains("guestbook");
        assertThat(Http.tcp(port, "POST /api/v1/windows HTTP/1.1", local, "Content-Length: 0"))
                .startsWith("HTTP/1.1 403")
                .contains("application/problem+json", "urn:lull:problem:read-only");
        assertThat(Http.tcp(port, "DELETE /api/v1/stacks HTTP/1.1", local))
                .startsWith("HTTP/1.1 403");
        assertThat(daemon.windows().all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:7410", "localhost.evil.example", "10.0.0.1"})
    void a_name_that_was_made_to_point_here_is_refused(String host) throws IOException {
        assertThat(Http.tcp(daemon.port(), "GET /api/v1/stacks HTTP/1.1", "Host: " + host))
                .startsWith("HTTP/1.1 403")
                .contains("urn:lull:problem:bad-host")
                .doesNotContain("guestbook");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:7410", "127.0.0.1", "[::1]:7410"})
    void local_names_are_served(String host) throws IOException {
        assertThat(Http.tcp(daemon.port(), "GET /healthz HTTP/1.1", "Host: " + host))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void only_loopback_can_be_listened_on() {
        assertThatThrownBy(() ->
                        new Api.Settings(
                                daemon.socket(),
                                java.util.Optional.of(
                                        new java.net.InetSocketAddress("0.0.0.0", 7410))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_socket_is_open_to_its_group_and_replaced_when_stale() throws Exception {
        assertThat(Files.getPosixFilePermissions(daemon.socket()))
                .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
        assertThat(Files.getPosixFilePermissions(daemon.socket().getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> UnixSocket.makeRoom(daemon.socket()))
                .hasMessageContaining("another daemon listens");

        daemon.stop();
        try (var stale =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            stale.bind(java.net.UnixDomainSocketAddress.of(daemon.socket()));
        }
        assertThat(daemon.socket()).exists();
        daemon.startAgain();
        assertThat(http.get("/api/v1/version").json().path("version").asText()).isEqualTo("1.2.3");
    }
}
