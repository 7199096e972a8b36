package dev.lull.testbed;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP exchange with 127.0.0.1 on a TCP connection of its own.
 *
 * <p>By hand, on a plain socket, because what is counted is what a visitor's one attempt met: the
 * JDK's HttpClient sends a request again on a new connection when the first one broke before an
 * answer, and HttpURLConnection does so even with a POST. Either would hide a broken answer, and
 * the second would write twice.
 */
final class Exchange {

    private Exchange() {}

    /**
     * What came back, whole.
     *
     * @param headers by name, in any case
     */
    record Answer(int status, Map<String, String> headers, String body) {}

    static Answer get(int port, String path, Duration deadline) throws IOException {
        return send(port, "GET " + path + head(port, "") + "\r\n", deadline);
    }

    static Answer postJson(int port, String path, String json, Duration deadline)
            throws IOException {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        String content =
                "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n" + json;
        return send(port, "POST " + path + head(port, content), deadline);
    }

    private static String head(int port, String rest) {
        return " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: */*\r\nConnection: close\r\n%s"
                .formatted(port, rest);
    }

    /** The deadline is for all of it. */
    private static Answer send(int port, String request, Duration deadline) throws IOException {
        long end = System.nanoTime() + deadline.toNanos();
        InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(here, port), millisUntil(end));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return read(socket, end);
        }
    }

    private static Answer read(Socket socket, long end) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[8192];
        while (true) {
            socket.setSoTimeout(millisUntil(end));
            int count = in.read(buffer);
            if (count < 0) {
                return whole(all.toString(StandardCharsets.ISO_8859_1));
            }
            all.write(buffer, 0, count);
        }
    }

    private static int millisUntil(long end) throws SocketTimeoutException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("the deadline has passed");
        }
        return Math.toIntExact(left);
    }

    /** An answer that is shorter than it says was cut off. */
    private static Answer whole(String text) throws IOException {
        int blank = text.indexOf("\r\n\r\n");
        if (blank < 0) {
            throw new EOFException("closed after " + text.length() + " bytes, without an answer");
        }
        String[] lines = text.substring(0, blank).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
        }
        String body = text.substring(blank + 4);
        int length = Integer.parseInt(headers.getOrDefault("Content-Length", "-1"));
        if (body.length() != length) {
            throw new EOFException("cut off: " + body.length() + " of " + length + " bytes");
        }
        int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
        String utf8 =
                new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return new Answer(status, headers, utf8);
    }
}
