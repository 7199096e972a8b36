package dev.lull.check;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class JdkHttpProbeTest extends HttpProbeContract {
    private final JdkHttpProbe probe = new JdkHttpProbe();
    private HttpServer server;
    private int closed;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    boolean health = exchange.getRequestURI().getPath().equals("/healthz");
                    exchange.getResponseHeaders().add("Lull-Page", "7");
                    exchange.sendResponseHeaders(health ? 204 : 404, -1);
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
