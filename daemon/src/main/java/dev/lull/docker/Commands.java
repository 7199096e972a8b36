package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Runs commands in containers. What inspect says about the end is believed, not the stream. */
final class Commands {
    private static final Duration POLL = Duration.ofMillis(50);

    private final EngineHttp http;

    Commands(EngineHttp http) {
        this.http = http;
    }

    int exec(String container, List<String> argv, Duration limit, Consumer<String> output) {
        String what = "run " + argv.getFirst() + " in container " + container;
        long end = System.nanoTime() + limit.toNanos();
        String id = create(container, argv, false, what);
        try {
            follow(id, what, limit, output);
        } catch (EngineHttp.Refused e) {
            // The command may be missing in the image: then there is an exit code all the same.
            if (state(id, what).path("ExitCode").isNull()) {
                e.reply().orRefuse(Kind.CHANGE, what);
            }
            output.accept(e.reply().message());
        } catch (IOException e) {
            // The stream broke; the command need not have.
        } catch (EngineException.Unknown e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            // Whether it is the command or Docker that takes so long, its state tells.
        }
        return exitCode(id, what, limit, end);
    }

    /**
     * With streams: the connection's breaking is an unknown end, for the streams may be cut off.
     */
    int stream(String container, List<String> argv, Duration limit, Streams streams) {
        String what = "run " + argv.getFirst() + " in container " + container;
        long end = System.nanoTime() + limit.toNanos();
        String id = create(container, argv, true, what);
        try {
            connect(id, what, limit, streams);
        } catch (EngineHttp.Refused e) {
            if (state(id, what).path("ExitCode").isNull()) {
                e.reply().orRefuse(Kind.CHANGE, what);
            }
            streams.messages().accept(e.reply().message());
        } catch (IOException e) {
            throw new EngineException.Unknown(
                    "Docker broke off, and its streams may be cut off: " + what, e);
        } catch (EngineException.Unknown e) {
            if (Thread.currentThread().isInterrupted() || System.nanoTime() - end < 0) {
                throw e;
            }
        }
        return exitCode(id, what, limit, end);
    }

    private void connect(String id, String what, Duration limit, Streams streams)
            throws IOException {
        try {
            Deadline.within(
                    limit,
                    Kind.CHANGE,
                    what,
                    () -> {
                        http.command("/exec/" + id + "/start", streams);
                        return true;
                    });
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case UncheckedIOException theirs -> throw theirs;
                case IOException broken -> throw broken;
                case RuntimeException bug -> throw bug;
                case null, default -> throw http.failed(Kind.CHANGE, what, e);
            }
        }
    }

    /** Nothing runs yet after this. */
    private String create(String container, List<String> argv, boolean fed, String what) {
        ObjectNode body = Reply.JSON.createObjectNode();
        body.put("AttachStdout", true).put("AttachStderr", true).put("Tty", false);
        body.put("AttachStdin", fed);
        ArrayNode command = body.putArray("Cmd");
        argv.forEach(command::add);
        return http.post(what, "/containers/" + EngineHttp.part(container) + "/exec", body)
                .orRefuse(Kind.READ, what)
                .json()
                .path("Id")
                .asText();
    }

    private void follow(String id, String what, Duration limit, Consumer<String> output)
            throws IOException {
        try {
            Deadline.within(
                    limit,
                    Kind.CHANGE,
                    what,
                    () -> {
                        http.stream(
                                EngineHttp.request(
                                        "POST",
                                        "/exec/" + id + "/start",
                                        "{\"Detach\":false,\"Tty\":false}"),
                                body -> lines(body, output));
                        return true;
                    });
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw http.failed(Kind.CHANGE, what, e);
        }
    }

    private static void lines(InputStream body, Consumer<String> output) throws IOException {
        Map<Frames.Source, LineSplitter> splitters = new EnumMap<>(Frames.Source.class);
        try {
            Frames.read(
                    body,
                    (source, piece) ->
                            splitters
                                    .computeIfAbsent(source, s -> new LineSplitter(output))
                                    .accept(piece));
        } finally {
            splitters.values().forEach(LineSplitter::end);
        }
    }

    private int exitCode(String id, String what, Duration limit, long end) {
        JsonNode state = state(id, what);
        while (state.path("Running").asBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new EngineException.Overdue(
                        "had not ended after " + Deadline.seconds(limit) + ", and may go on");
            }
            Deadline.pause(POLL, Kind.CHANGE, what);
            state = state(id, what);
        }
        if (!state.path("ExitCode").isInt()) {
            throw new EngineException.Unknown("Docker does not know the exit code: " + what);
        }
        return state.path("ExitCode").asInt();
    }

    /** From here on the command may have run: not to be able to ask leaves it unknown. */
    private JsonNode state(String id, String what) {
        try {
            Reply reply = http.get(what, "/exec/" + id + "/json");
            if (reply.ok()) {
                return reply.json();
            }
            throw new EngineException.Unknown(
                    "Docker has forgotten how it ended: " + what + ": " + reply.message());
        } catch (EngineException.Transient e) {
            throw new EngineException.Unknown(
                    "how it ended can't be asked: " + what + ": " + e.getMessage(), e);
        }
    }
}
