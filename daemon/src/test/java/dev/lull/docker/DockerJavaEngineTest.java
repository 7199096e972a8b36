package dev.lull.docker;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the adapter makes of an engine that is old, gone, hanging or failing: a stub on a socket.
 */
class DockerJavaEngineTest {
    private static final String HANGS = "";

    @TempDir Path folder = Path.of("");
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    /** Given before {@link #answers}, each once. */
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private ServerSocketChannel server = closed();
    private DockerJavaEngine engine = DockerJavaEngine.connect(URI.create("unix:///nonexistent"));

    private static ServerSocketChannel closed() {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.close();
            return channel;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void connect() {
        engine =
                DockerJavaEngine.connect(
                        URI.create("unix://" + folder.resolve("d.sock")), Duration.ofSeconds(3));
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
        server.close();
    }

    private void serve(String api) throws IOException {
        answers.put(
                "GET /version", ok("{\"Version\":\"19.03.1\",\"ApiVersion\":\"" + api + "\"}", ""));
        answers.put("GET /_ping", ok("OK", "Api-Version: " + api + "\r\n"));
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("d.sock")));
        ServerSocketChannel listening = server;
        Thread.ofVirtual().start(() -> accept(listening));
    }

    private static String ok(String body, String headers) {
        return "HTTP/1.1 200 OK\r\n" + headers + rest(body);
    }

    private static String rest(String body) {
        return "Content-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private void accept(ServerSocketChannel listening) {
        while (listening.isOpen()) {
            try {
                SocketChannel client = listening.accept();
                Thread.ofVirtual().start(() -> answer(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(SocketChannel client) {
        try (client) {
            ByteBuffer buffer = ByteBuffer.allocate(65536);
            client.read(buffer);
            String head = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
            String request = head.lines().findFirst().orElse("").replace(" HTTP/1.1", "");
            requests.add(request);
            String refusal = request.startsWith("POST") ? refusals.poll() : null;
            String answer =
                    refusal != null
                            ? refusal
                            : answers.getOrDefault(
                                    request, "HTTP/1.1 404 Not Found\r\n" + rest("{}"));
            if (answer.equals(HANGS)) {
                Thread.sleep(Duration.ofSeconds(10));
            }
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException | InterruptedException e) {
            // The client has gone.
        }
    }

    @Test
    void an_engine_that_is_too_old_is_refused_by_name() throws IOException {
        serve("1.40");

        assertThatThrownBy(engine::version)
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessage(
                        "Docker Engine 19.03.1 speaks API 1.40; Lull needs 1.41 (Engine 20.10)"
                                + " or newer: upgrade it"
                                + " (https://docs.docker.com/engine/install/)");
    }

    @Test
    void the_lower_version_is_spoken() throws IOException {
        serve("1.99");
        engine.inspect("x");
        assertThat(requests).containsExactly("GET /version", "GET /v1.47/containers/x/json");
    }

    @Test
    void an_engine_that_is_not_there_is_transient_and_found_when_it_comes() throws IOException {
        assertThatThrownBy(() -> engine.start("x"))
                .isInstanceOf(EngineException.Transient.class)
                .hasMessageContaining("Docker does not answer on " + folder.resolve("d.sock"));
        serve("1.41");
        assertThat(engine.inspect("x")).isEmpty();
    }

    @Test
    void a_socket_that_nobody_listens_on_is_transient() throws IOException {
        serve("1.41");
        server.close();

        assertThatThrownBy(() -> engine.inspect("x"))
                .isInstanceOf(EngineException.Transient.class)
                .hasMessageContaining("Docker does not answer on");
    }

    @Test
    void a_change_that_is_not_answered_in_time_is_unknown_and_a_read_is_transient()
            throws IOException {
        serve("1.41");
        answers.put("POST /v1.41/containers/x/start", HANGS);
        answers.put("GET /v1.41/containers/x/json", HANGS);

        assertThatThrownBy(() -> engine.start("x"))
                .isInstanceOf(EngineException.Unknown.class)
                .hasMessage("Docker did not answer within 3 s: start container x");
        assertThatThrownBy(() -> engine.inspect("x")).isInstanceOf(EngineException.Transient.class);
    }

    @Test
    void an_engine_that_hangs_altogether_has_changed_nothing() throws IOException {
        serve("1.41");
        answers.put("GET /_ping", HANGS);

        assertThatThrownBy(() -> engine.start("x")).isInstanceOf(EngineException.Transient.class);
        assertThat(requests).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void a_change_whose_connection_breaks_is_unknown() throws IOException {
        serve("1.41");
        answers.put("POST /v1.41/containers/x/start", "HTTP");

        assertThatThrownBy(() -> engine.start("x")).isInstanceOf(EngineException.Unknown.class);
    }

    @Test
    void a_port_that_is_taken_comes_with_how_to_find_who_has_it() throws IOException {
        serve("1.41");
        String error = "HTTP/1.1 500 Internal Server Error\r\n";
        String proxy = "listen tcp4 127.0.0.1:8090: bind: address already in use";
        String engines = "Bind for 0.0.0.0:8091 failed: port is already allocated";
        answers.put(
                "POST /v1.41/containers/x/start", error + rest("{\"message\":\"" + proxy + "\"}"));
        answers.put(
                "POST /v1.41/containers/y/start",
                error + rest("{\"message\":\"" + engines + "\"}"));

        assertThatThrownBy(() -> engine.start("x"))
                .hasMessageEndingWith("in use. See who has it: 'ss -ltnp sport = :8090'");
        assertThatThrownBy(() -> engine.start("y"))
                .hasMessageEndingWith("allocated. See who has it: 'ss -ltnp sport = :8091'");
    }

    @Test
    void an_error_with_the_engines_words_is_permanent_and_without_them_unknown()
            throws IOException {
        serve("1.41");
        String error = "HTTP/1.1 500 Internal Server Error\r\n";
        answers.put(
                "POST /v1.41/containers/x/start", error + rest("{\"message\":\"port is taken\"}"));
        answers.put("POST /v1.41/containers/y/start", error + rest("{}"));

        assertThatThrownBy(() -> engine.start("x"))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessage("Docker refuses to start container x: port is taken");
        assertThatThrownBy(() -> engine.start("y")).isInstanceOf(EngineException.Unknown.class);
    }

    @Test
    void a_start_that_containerd_has_not_forgotten_yet_is_tried_again() throws Exception {
        serve("1.41");
        String start = "POST /v1.41/containers/x/start";
        String inUse = "HTTP/1.1 409 Conflict\r\n" + rest("{\"message\":\"id already in use\"}");
        refusals.addAll(List.of(inUse, inUse));
        answers.put(start, "HTTP/1.1 204 No Content\r\n\r\n");

        engine.start("x");

        assertThat(requests).filteredOn(start::equals).hasSize(3);
    }

    @Test
    void what_containerd_keeps_of_a_start_that_dockerd_did_not_live_to_see_is_ended()
            throws Exception {
        serve("1.41");
        String id = "0123456789abcdef".repeat(4);
        String start = "POST /v1.41/containers/x/start";
        String message = "{\"message\":\"task " + id + ": already exists\"}";
        answers.put(start, "HTTP/1.1 409 Conflict\r\n" + rest(message));
        assertThatThrownBy(() -> engine.start("x"))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining("already exists");

        Process other = shim("0".repeat(64));
        Process lost = shim(id);
        try {
            CompletableFuture<Void> forgotten =
                    lost.onExit()
                            .thenRun(() -> answers.put(start, "HTTP/1.1 204 No Content\r\n\r\n"));
            engine.start("x");
            forgotten.join();
            assertThat(lost.isAlive()).isFalse();
            assertThat(other.isAlive()).isTrue();
        } finally {
            lost.destroyForcibly();
            other.destroyForcibly();
        }
    }

    @Test
    void so_is_what_keeps_an_id_in_use_for_good() throws Exception {
        serve("1.41");
        String id = "0123456789abcdef".repeat(4);
        String start = "POST /v1.41/containers/" + id + "/start";
        answers.put(
                start, "HTTP/1.1 409 Conflict\r\n" + rest("{\"message\":\"id already in use\"}"));
        Process lost = shim(id);
        try {
            CompletableFuture<Void> forgotten =
                    lost.onExit()
                            .thenRun(() -> answers.put(start, "HTTP/1.1 204 No Content\r\n\r\n"));
            engine.start(id);
            forgotten.join();
            assertThat(lost.isAlive()).isFalse();
        } finally {
            lost.destroyForcibly();
        }
    }

    @Test
    void the_folder_of_a_task_that_never_came_to_be_is_put_aside() throws Exception {
        serve("1.41");
        Path task = Files.createDirectory(folder.resolve("0123456789abcdef".repeat(4)));
        Files.writeString(task.resolve("config.json"), "{}");
        String start = "POST /v1.41/containers/x/start";
        String message = "{\"message\":\"failed to start shim: mkdir " + task + ": file exists\"}";
        refusals.add("HTTP/1.1 500 Internal Server Error\r\n" + rest(message));
        answers.put(start, "HTTP/1.1 204 No Content\r\n\r\n");

        engine.start("x");

        assertThat(task).doesNotExist();
        try (Stream<Path> aside = Files.list(folder)) {
            assertThat(aside.filter(p -> p.getFileName().toString().startsWith(".lost-")))
                    .singleElement()
                    .satisfies(p -> assertThat(p.resolve("config.json")).exists());
        }
    }

    /** A process that looks like the one that holds a container for containerd. */
    private Process shim(String id) throws IOException {
        Path program = folder.resolve("containerd-shim-runc-v2");
        if (!Files.exists(program)) {
            Files.copy(Path.of("/bin/sh").toRealPath(), program, COPY_ATTRIBUTES);
        }
        return new ProcessBuilder(
                        program.toString(), "-c", "read line", "-namespace", "test", "-id", id)
                .start();
    }

    @Test
    void an_interrupted_caller_stays_interrupted_and_does_not_know() throws Exception {
        serve("1.41");
        answers.put("POST /v1.41/containers/x/start", HANGS);
        List<Object> seen = new CopyOnWriteArrayList<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                engine.start("x");
                            } catch (EngineException e) {
                                seen.add(e);
                                seen.add(Thread.currentThread().isInterrupted());
                            }
                        });
        EngineContract.eventually(() -> requests.contains("POST /v1.41/containers/x/start"));
        caller.interrupt();
        caller.join();

        assertThat(seen.getFirst()).isInstanceOf(EngineException.Unknown.class);
        assertThat(seen.getLast()).isEqualTo(true);
    }

    @Test
    void a_broken_stream_of_events_is_told_once() throws Exception {
        serve("1.41");
        answers.put(
                "GET /v1.41/events?filters=" + EngineHttp.query(EventStream.FILTERS), ok("{}", ""));
        List<String> ended = new CopyOnWriteArrayList<>();

        AutoCloseable events = engine.events(event -> {}, ended::add);
        EngineContract.eventually(() -> !ended.isEmpty());
        events.close();

        assertThat(ended).hasSize(1);
    }
}
