package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonClientTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void a_daemon_that_takes_connections_and_never_answers_is_given_up_with_the_way_out()
            throws IOException {
        Path socket = folder.resolve("lull.sock");
        try (ServerSocketChannel frozen = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                DaemonClient client = new DaemonClient(socket, Duration.ofMillis(100))) {
            frozen.bind(UnixDomainSocketAddress.of(socket));

            assertThatThrownBy(() -> client.get("/api/v1/windows"))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("the daemon does not answer on " + socket)
                    .hasMessageContaining("started again ('lull daemon')")
                    .extracting(e -> ((CliException) e).exit())
                    .isEqualTo(ExitCode.UNREACHABLE);
            assertThatThrownBy(() -> client.events(1, 0))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("the daemon does not answer on " + socket);
        }
    }
}
