package dev.lull.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Speaks HTTP for the tests: over the unix socket, and byte by byte over TCP. */
final class Http implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private final DockerHttpClient client;

    Http(Path socket) {
        client =
                new ApacheDockerHttpClient.Builder()
                        .dockerHost(URI.create("unix://" + socket))
                        .build();
    }

    record Answer(int status, Map<String, List<String>> headers, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(e -> e.getKey().equalsIgnoreCase(name))
                    .map(e -> e.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }
    }

    Answer get(String path) throws IOException {
        return send("GET", path, "", "application/json");
    }

    Answer get(String path, String accept) throws IOException {
        return send("GET", path, "", accept);
    }

    Answer post(String path, String body) throws IOException {
        return send("POST", path, body, "application/json");
    }

    Answer post(String path, String body, String header, String value) throws IOException {
        return send("POST", path, body, "application/json", Map.of(header, value));
    }

    private Answer send(String method, String path, String body, String accept) throws IOException {
        return send(method, path, body, accept, Map.of());
    }

    private Answer send(
            String method, String path, String body, String accept, Map<String, String> headers)
            throws IOException {
        Request.Builder request =
                Request.builder()
                        .method(method)
                        .path(path)
                        .putHeader("Accept", accept)
                        .putHeader("Connection", "close");
        headers.forEach(request::putHeader);
        if (method.equals("POST")) {
            request =
                    request.putHeader("Content-Type", "application/json")
                            .bodyBytes(body.getBytes(StandardCharsets.UTF_8));
        }
        try (Response response = client.execute(request.build())) {
            return new Answer(
                    response.getStatusCode(),
                    response.getHeaders(),
                    new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Opens a stream; the caller reads and closes it. */
    Response open(String path, long after) {
        return client.execute(
                Request.builder()
                        .method("GET")
                        .path(path)
                        .putHeader("Accept", "text/event-stream")
                        .putHeader("Last-Event-ID", Long.toString(after))
                        .build());
    }

    static BufferedReader lines(Response response) {
        return new BufferedReader(
                new InputStreamReader(response.getBody(), StandardCharsets.UTF_8));
    }

    Answer delete(String path) throws IOException {
        return send("DELETE", path, "", "application/json");
    }

    /** The whole answer to these lines and this body, as it comes over TCP. */
    static String send(int port, String body, String line, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(line));
        lines.addAll(List.of(headers));
        lines.add("Content-Type: application/json");
        lines.add("Content-Length: " + body.length());
        return exchange(port, lines, body);
    }

    /** The whole answer to these lines. */
    static String tcp(int port, String... lines) throws IOException {
        return exchange(port, List.of(lines), "");
    }

    private static String exchange(int port, List<String> lines, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
