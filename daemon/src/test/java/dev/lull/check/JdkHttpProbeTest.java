package dev.lull.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdkHttpProbeTest extends HttpProbeContract {
    private final JdkHttpProbe probe = new JdkHttpProbe();
    private HttpServer server;
    private int closed;
    private volatile String agent = "";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().add("Lull-Page", "7");
                    agent = String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent"));
                    switch (exchange.getRequestURI().getPath()) {
                        case "/healthz" -> exchange.sendResponseHeaders(204, -1);
                        case "/five" -> {
                            exchange.getResponseHeaders().add("Content-Length", "5");
                            exchange.sendResponseHeaders(200, -1);
                        }
                        default -> exchange.sendResponseHeaders(404, -1);
                    }
                    exchange.close();
                });
        server.start();
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
        probe.close();
    }

    @Test
    void it_says_who_it_is() throws Exception {
        probe.header(address(), port(), "Lull-Page");
        assertThat(agent).isEqualTo("lull");
    }

    @Override
    HttpProbe probe() {
        return probe;
    }

    @Override
    String address() {
        return "127.0.0.1";
    }

    @Override
    int port() {
        return server.getAddress().getPort();
    }

    @Override
    int closedPort() {
        return closed;
    }
}
