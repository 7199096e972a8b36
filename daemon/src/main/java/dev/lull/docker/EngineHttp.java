package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.lull.transport.NoTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the engine in the API version that both sides speak, each with a deadline, and what a
 * failure of one means.
 *
 * <p>Raw requests throughout: docker-java's typed commands lose fields that they do not know and
 * turn every failure into another class. Connections are not kept: a pooled one that has outlived
 * its engine would fail the first change after a restart, with an outcome that nobody knows.
 */
final class EngineHttp implements AutoCloseable {
    private static final int COMMANDS = 64;
    private static final int STREAMS = 256;

    private final URI socket;
    private final Duration deadline;
    private final DockerHttpClient commands;
    private final DockerHttpClient streams;
    private volatile @Nullable ApiVersion api;

    EngineHttp(URI socket, Duration deadline) {
        this.socket = socket;
        this.deadline = deadline;
        this.commands = client(COMMANDS);
        this.streams = client(STREAMS);
    }

    private DockerHttpClient client(int connections) {
        ApacheDockerHttpClient.Builder client =
                new ApacheDockerHttpClient.Builder()
                        .dockerHost(socket)
                        .maxConnections(connections)
                        .connectionTimeout(deadline);
        return isUnix() ? client.sslConfig(NoTls::context).build() : client.build();
    }

    /** Over TCP it would speak TLS then. */
    private boolean isUnix() {
        return "unix".equals(socket.getScheme());
    }

    Duration deadline() {
        return deadline;
    }

    /** The engine's {@code /version}, asked anew. */
    JsonNode version() {
        String what = "tell its version";
        JsonNode version =
                call(deadline, Kind.READ, what, request("GET", "/version"))
                        .orRefuse(Kind.READ, what)
                        .json();
        api =
                ApiVersion.parse(version.path("ApiVersion").asText())
                        .negotiated(version.path("Version").asText());
        return version;
    }

    /** Asks; the answer may be a refusal. */
    Reply get(String what, String path) {
        Reply reply = call(deadline, Kind.READ, what, request("GET", versioned(path)));
        if (reply.refusesVersion()) {
            api = null;
            reply = call(deadline, Kind.READ, what, request("GET", versioned(path)));
        }
        return reply;
    }

    /** Asks for something that may not be there. */
    Optional<JsonNode> find(String what, String path) {
        Reply reply = get(what, path);
        return reply.missing()
                ? Optional.empty()
                : Optional.of(reply.orRefuse(Kind.READ, what).json());
    }

    /** Changes something; the answer may be a refusal. */
    Reply change(String what, String method, String path) {
        return change(what, deadline, request(method, path));
    }

    Reply post(String what, String path, JsonNode body) {
        return post(what, path, body.toString());
    }

    Reply post(String what, String path, String body) {
        return change(what, deadline, request("POST", path, body));
    }

    /**
     * @param request with a path that has no version yet
     */
    Reply change(String what, Duration limit, Request.Builder request) {
        ping(what);
        Request unversioned = request.build();
        return call(limit, Kind.CHANGE, what, request.path(versioned(unversioned.path())));
    }

    /**
     * Before anything is changed: that the engine answers, and in which version. What fails here
     * has changed nothing.
     */
    void ping(String what) {
        Reply reply = call(deadline, Kind.READ, what, request("GET", "/_ping"));
        if (!reply.ok()) {
            throw new EngineException.Transient(
                    "Docker is not ready on " + place() + ": " + reply.message());
        }
        if (!reply.apiVersion().isEmpty()) {
            api = ApiVersion.parse(reply.apiVersion()).negotiated("");
        }
    }

    /**
     * Opens a stream and reads it on the calling thread until it ends, breaks, or the thread is
     * interrupted.
     */
    void stream(Request.Builder request, Reader reader) throws IOException {
        Request unversioned = request.build();
        try (Response response =
                execute(streams, request.path(versioned(unversioned.path())).build())) {
            if (response.getStatusCode() >= 400) {
                throw new Refused(reply(response));
            }
            reader.read(response.getBody());
        }
    }

    /**
     * Starts a command and passes its streams on, over a connection of its own, until they have
     * ended, the connection breaks, or the thread is interrupted.
     */
    void command(String path, Streams streams) throws IOException, InterruptedException {
        try (ExecConnection connection = ExecConnection.open(socket)) {
            connection.run(versioned(path), streams);
        }
    }

    /** Reads a stream. */
    @FunctionalInterface
    interface Reader {
        void read(InputStream body) throws IOException;
    }

    /** The engine did not give the stream asked for. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient Reply reply;

        Refused(Reply reply) {
            super(reply.message());
            this.reply = reply;
        }

        Reply reply() {
            return reply;
        }
    }

    static Request.Builder request(String method, String path) {
        Request.Builder request = Request.builder();
        request.method(method).path(path);
        // Not kept open, so that no change is ever sent over a connection to a former engine.
        request.putHeader("Connection", "close");
        return request;
    }

    static Request.Builder request(String method, String path, String body) {
        Request.Builder request = request(method, path);
        request.putHeader("Content-Type", "application/json");
        request.bodyBytes(body.getBytes(StandardCharsets.UTF_8));
        return request;
    }

    /** A name or reference as part of a path; slashes and colons stay, as the engine expects. */
    static String part(String name) {
        return query(name).replace("%2F", "/").replace("%3A", ":").replace("%40", "@");
    }

    static String query(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String versioned(String path) {
        ApiVersion known = api;
        if (known == null) {
            version();
            known = api;
        }
        return "/v" + known + path;
    }

    private Reply call(Duration limit, Kind kind, String what, Request.Builder request) {
        try {
            return Deadline.within(
                    limit,
                    kind,
                    what,
                    () -> {
                        try (Response response = execute(commands, request.build())) {
                            return reply(response);
                        }
                    });
        } catch (ExecutionException e) {
            throw failed(kind, what, e);
        }
    }

    /** What it means that a request ended without an answer. */
    EngineException failed(Kind kind, String what, Throwable thrown) {
        Throwable cause = root(thrown);
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (unreachable(cause)) {
            return new EngineException.Transient(
                    "Docker does not answer on " + place() + ": " + reason + wayOut(reason),
                    thrown);
        }
        return kind.unanswered(
                "Docker broke off on " + place() + ": " + what + ": " + reason, thrown);
    }

    private static String wayOut(String reason) {
        return reason.startsWith("Permission denied")
                ? ". The daemon must run as root"
                : ". Is it running? ('systemctl status docker'; another place goes into 'docker' of"
                        + " the daemon's configuration, or its DOCKER_HOST)";
    }

    /** Nothing was sent, for there was nobody to send it to. */
    private static boolean unreachable(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof ConnectException
                || cause instanceof NoSuchFileException
                || message.startsWith("Connection refused")
                || message.startsWith("No such file or directory")
                || message.startsWith("Permission denied");
    }

    private static Throwable root(Throwable thrown) {
        Throwable cause = thrown;
        for (Throwable next = cause.getCause(); next != null; next = next.getCause()) {
            cause = next;
        }
        return cause;
    }

    private String place() {
        return socket.getScheme().equals("unix") ? socket.getPath() : socket.toString();
    }

    private static Response execute(DockerHttpClient client, Request request) {
        return client.execute(request);
    }

    private static Reply reply(Response response) throws IOException {
        String version = response.getHeader("Api-Version");
        return new Reply(
                response.getStatusCode(),
                version == null ? "" : version,
                new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        commands.close();
        streams.close();
    }
}
