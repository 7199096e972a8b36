package dev.lull.page;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;

/** Visitors, by plain sockets: what they see is what TCP says. */
final class Clients {
    private static final int PATIENCE_MILLIS = 20_000;

    private Clients() {}

    static Socket connect(String host, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(InetAddress.ofLiteral(host), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Everything until the other side closes. */
    static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static String get(String host, int port, String path, String... headers) throws IOException {
        try (Socket socket = connect(host, port)) {
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            send(
                    socket,
                    "GET "
                            + path
                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            + more
                            + "\r\n");
            return rest(socket);
        }
    }

    /** Connects in the background; its end is the connection's beginning. */
    static FutureTask<Boolean> connecting(String host, int port) {
        FutureTask<Boolean> task =
                new FutureTask<>(() -> {
                    connect(host, port).close();
                    return true;
                });
        Thread.ofVirtual().name("visitor").start(task);
        return task;
    }
}
