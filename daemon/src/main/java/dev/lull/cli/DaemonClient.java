package dev.lull.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.lull.transport.NoTls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Speaks the HTTP API over the daemon's unix socket. Each request has a connection of its own: a
 * person may think for an hour between two, and the daemon be restarted.
 */
final class DaemonClient implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();

    /** After this it is asked whether it lives at all: what it was asked may take long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int TIMES = 60;

    private final Path socket;
    private final Duration patience;
    private final DockerHttpClient http;

    DaemonClient(Path socket) {
        this(socket, PATIENCE);
    }

    /**
     * @param patience how long an answer may take before the daemon has to show that it lives
     */
    DaemonClient(Path socket, Duration patience) {
        this.socket = socket.toAbsolutePath();
        this.patience = patience;
        this.http =
                new ApacheDockerHttpClient.Builder()
                        .dockerHost(URI.create("unix://" + this.socket))
                        .connectionTimeout(Duration.ofSeconds(10))
                        .sslConfig(NoTls::context)
                        .build();
    }

    JsonNode get(String path) {
        return json(text("GET", path, null, "application/json", Map.of()));
    }

    JsonNode post(String path, JsonNode body) {
        return post(path, body, Map.of());
    }

    /**
     * @param headers that go with it
     */
    JsonNode post(String path, JsonNode body, Map<String, String> headers) {
        return json(text("POST", path, body.toString(), "application/json", headers));
    }

    void delete(String path) {
        text("DELETE", path, null, "application/json", Map.of());
    }

    /**
     * Asks for something that takes its time and says so, a line of JSON after the other.
     *
     * @param asked what goes with it
     * @param lines is given each as it comes; the last one is the answer
     * @throws CliException when the daemon does not answer, refuses, or goes before the end
     */
    void post(String path, JsonNode asked, Consumer<JsonNode> lines) {
        Request request =
                Request.builder()
                        .method("POST")
                        .path(path)
                        .putHeader("Accept", "application/jsonl")
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Connection", "close")
                        .bodyBytes(asked.toString().getBytes(StandardCharsets.UTF_8))
                        .build();
        try (Response response = answered(() -> execute(request));
                BufferedReader body =
                        new BufferedReader(
                                new InputStreamReader(
                                        response.getBody(), StandardCharsets.UTF_8))) {
            for (String line = body.readLine(); line != null; line = body.readLine()) {
                lines.accept(json(line));
            }
        } catch (IOException e) {
            throw unreachable();
        }
    }

    String getText(String path, String accept) {
        return text("GET", path, null, accept, Map.of());
    }

    /**
     * Opens a window's event stream.
     *
     * @param after the last event that was seen
     * @throws CliException when the daemon does not answer, or refuses
     */
    Response events(long window, long after) {
        Request request =
                Request.builder()
                        .method("GET")
                        .path("/api/v1/windows/" + window + "/events")
                        .putHeader("Accept", "text/event-stream")
                        .putHeader("Last-Event-ID", Long.toString(after))
                        .putHeader("Connection", "close")
                        .build();
        return answered(() -> execute(request));
    }

    private String text(
            String method,
            String path,
            @org.jspecify.annotations.Nullable String body,
            String accept,
            Map<String, String> headers) {
        var request =
                Request.builder()
                        .method(method)
                        .path(path)
                        .putHeader("Accept", accept)
                        .putHeader("Connection", "close");
        headers.forEach(request::putHeader);
        if (body != null) {
            request.putHeader("Content-Type", "application/json");
            request.bodyBytes(body.getBytes(StandardCharsets.UTF_8));
        }
        Request built = request.build();
        return answered(() -> {
            try (Response response = execute(built)) {
                return read(response);
            } catch (UncheckedIOException e) {
                throw unreachable();
            }
        });
    }

    /** Waits for an answer for as long as the daemon shows that it lives. */
    private <T> T answered(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofVirtual().name("lull-request").start(task);
        try {
            for (int times = 0; times < TIMES; times++) {
                Optional<T> answer = within(task);
                if (answer.isPresent()) {
                    return answer.get();
                }
                if (!lives()) {
                    break;
                }
            }
            throw frozen();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.UNREACHABLE, "interrupted");
        } finally {
            task.cancel(true);
        }
    }

    private <T> Optional<T> within(FutureTask<T> task) throws InterruptedException {
        try {
            return Optional.of(task.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CliException known ? known : unreachable();
        }
    }

    private boolean lives() throws InterruptedException {
        Request health =
                Request.builder()
                        .method("GET")
                        .path("/api/v1/healthz")
                        .putHeader("Connection", "close")
                        .build();
        FutureTask<Boolean> task =
                new FutureTask<>(() -> {
                    try (Response response = execute(health)) {
                        return !read(response).isEmpty();
                    }
                });
        Thread.ofVirtual().name("lull-health").start(task);
        try {
            return within(task).isPresent();
        } finally {
            task.cancel(true);
        }
    }

    private CliException frozen() {
        return new CliException(
                ExitCode.UNREACHABLE,
                "the daemon does not answer on "
                        + socket
                        + " although it listens: it is frozen, or has far too much to do. The"
                        + " stacks are left as they are, a closed door stays closed. See its log"
                        + " (its standard error). It may be ended and started again ('lull daemon')"
                        + " at any time: an open window goes on where it was");
    }

    private Response execute(Request request) {
        Response response;
        try {
            response = http.execute(request);
        } catch (RuntimeException e) {
            throw unreachable();
        }
        if (response.getStatusCode() < 300) {
            return response;
        }
        try (response) {
            throw refused(response.getStatusCode(), read(response));
        }
    }

    private static String read(Response response) {
        try (InputStream body = response.getBody()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CliException(
                    ExitCode.UNEXPECTED, "the daemon's answer was not understood: " + text);
        }
    }

    private static CliException refused(int status, String body) {
        ExitCode exit =
                switch (status) {
                    case 400 -> ExitCode.USAGE;
                    case 404 -> ExitCode.NOT_FOUND;
                    case 409 -> ExitCode.CONFLICT;
                    case 422 -> ExitCode.REFUSED;
                    case 428 -> ExitCode.UNCONFIRMED;
                    default -> ExitCode.UNEXPECTED;
                };
        try {
            JsonNode problem = JSON.readTree(body);
            List<String> problems = new ArrayList<>();
            problem.path("problems").forEach(p -> problems.add(p.asText()));
            return new CliException(exit, problem.path("detail").asText(body), problems);
        } catch (JsonProcessingException e) {
            return new CliException(exit, "the daemon answered " + status + ": " + body);
        }
    }

    /** Says why, as far as the file system tells, and the way out. */
    private CliException unreachable() {
        Path directory = socket.getParent();
        if (directory != null && Files.isDirectory(directory) && !Files.isExecutable(directory)) {
            return forbidden(directory);
        }
        if (Files.exists(socket) && !Files.isWritable(socket)) {
            return forbidden(socket);
        }
        String what =
                Files.exists(socket)
                        ? "nobody answers on " + socket + ": the daemon does not run"
                        : "there is no "
                                + socket
                                + ": the daemon does not run, or has another"
                                + " --socket";
        return new CliException(
                ExitCode.UNREACHABLE, what + "; start it, as root, with 'lull daemon'");
    }

    private static CliException forbidden(Path path) {
        String group = "the group of " + path;
        try {
            group =
                    Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .group()
                            .getName();
        } catch (IOException | UnsupportedOperationException e) {
            // the name stays unknown
        }
        return new CliException(
                ExitCode.UNREACHABLE,
                "you may not open "
                        + path
                        + ": only root and members of the group '"
                        + group
                        + "' may. Use sudo, or join with 'sudo usermod -aG "
                        + group
                        + " $USER' and log in again");
    }

    /** Encodes what stands between two slashes. */
    static String segment(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A JSON object of these fields. */
    static JsonNode object(Map<String, ?> fields) {
        return JSON.valueToTree(fields);
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            // nothing is lost
        }
    }
}
