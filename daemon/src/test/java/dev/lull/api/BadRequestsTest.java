package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no route ever sees is answered as a problem, and tells nothing of the server. */
final class BadRequestsTest extends OnApi {
    /** The whole answer, also where the connection is cut off behind it. */
    private String answer(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), daemon.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        }
    }

    private static String read(InputStream in) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                read.write(next);
            }
        } catch (IOException e) {
            // who is still sent something may cut off; what was read before counts
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    static Stream<Arguments> wrong() {
        String local = "Host: localhost\r\n\r\n";
        return Stream.of(
                Arguments.of("no words", "\u0001\u0002\u0003\r\n\r\n", 400, "malformed"),
                Arguments.of("no version", "GET / HTTP/9.9\r\n" + local, 505, "malformed"),
                Arguments.of("no host", "GET / HTTP/1.1\r\n\r\n", 400, "malformed"),
                Arguments.of(
                        "two lengths",
                        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + local,
                        400,
                        "malformed"),
                Arguments.of(
                        "a long header",
                        "GET / HTTP/1.1\r\nX-Long: " + "x".repeat(10_000) + "\r\n" + local,
                        431,
                        "head-too-large"),
                Arguments.of(
                        "a long address",
                        "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\n" + local,
                        414,
                        "head-too-large"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void what_is_no_http_is_a_problem(String what, String request, int status, String type)
            throws IOException {
        String answer = answer(request);

        assertThat(answer)
                .as(what)
                .startsWith("HTTP/1.1 " + status)
                .contains(
                        "Content-Type: application/problem+json",
                        "Cache-Control: no-store",
                        "X-Content-Type-Options: nosniff",
                        "\"type\":\"urn:lull:problem:" + type + "\"",
                        "\"status\":" + status)
                .doesNotContainIgnoringCase("jetty", "java", "exception", "<html");
    }

    @Test
    void an_address_that_the_server_keeps_for_itself_is_not_there() throws IOException {
        assertThat(Http.tcp(daemon.port(), "GET /WEB-INF/web.xml HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 404")
                .contains("application/problem+json", "urn:lull:problem:not-found")
                .doesNotContainIgnoringCase("jetty", "java", "<html");
    }
}
