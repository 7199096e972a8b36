package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.testbed.TestBed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every engine does: run against the fake and against Docker. */
abstract class EngineContract {
    static final String IMAGE = "debian:bookworm-slim";

    /** The engine under test. */
    abstract Engine engine();

    /** Tells the engine what a container does, where it can't do it by itself. */
    abstract Behaviour behaviour();

    /** How a container's commands behave, which Docker need not be told, and what befalls it. */
    interface Behaviour {
        /** The container's process writes these lines and ends. */
        default void ends(String container, int exitCode, String... output) {}

        /** This command writes these lines and ends. */
        default void execEnds(
                String container, List<String> argv, int exitCode, String... output) {}

        /** What commands with streams do in the container. */
        default void streams(String container, FakeStreams tool) {}

        /** This command goes on for longer than anyone waits. */
        default void execHangs(String container, List<String> argv) {}

        /** Somebody pauses the container. */
        void isPaused(String container);

        /** The container, whose process ends with 1 at once, waits for being started again. */
        void restarts(String container) throws InterruptedException;
    }

    final String name(String name) {
        return TestBed.name("engine-" + name);
    }

    /** Creates a container that goes on until it is stopped. */
    final String sleeper(String name, String more) {
        return create(name, List.of("sleep", "600"), more);
    }

    final String create(String name, List<String> argv, String more) {
        return create(IMAGE, name, argv, more);
    }

    private String create(String image, String name, List<String> argv, String more) {
        String command = String.join(",", argv.stream().map(EngineContract::quoted).toList());
        return engine().create(
                        name(name),
                        """
                        {"Image":"%s","Cmd":[%s],"StopTimeout":1,"StopSignal":"SIGKILL",
                         "Labels":{"%s":"%s","dev.lull.test.name":"%s"}%s}\
                        """
                                .formatted(
                                        image, command, TestBed.LABEL, TestBed.SELF, name, more));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }

    final String running(String name) {
        String id = sleeper(name, "");
        engine().start(id);
        return id;
    }

    final Inspect inspect(String container) {
        return engine().inspect(container).orElseThrow();
    }

    final Endpoint endpoint(String container, String network) {
        return Objects.requireNonNull(inspect(container).networks().get(network), network);
    }

    final void network(String name) {
        engine().createNetwork(name(name), true, Map.of(TestBed.LABEL, TestBed.SELF));
    }

    static void eventually(BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(10);
        while (!condition.getAsBoolean() && Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void a_network_is_made_anew_from_its_definition() {
        network("lost");
        Network before = engine().network(name("lost")).orElseThrow();
        engine().removeNetwork(name("lost"));

        engine().createNetwork(before.definition());
        engine().createNetwork(before.definition());

        Network after = engine().network(name("lost")).orElseThrow();
        assertThat(after.id()).isNotEqualTo(before.id());
        assertThat(after.internal()).isEqualTo(before.internal());
        assertThat(after.labels()).isEqualTo(before.labels());
        assertThat(after.definition()).isEqualTo(before.definition());
    }

    @Test
    void a_volume_is_made_anew_from_its_definition() {
        String definition =
                """
                {"Name":"%s","Driver":"local","Labels":{"%s":"%s","colour":"blue"}}\
                """
                        .formatted(name("lost-data"), TestBed.LABEL, TestBed.SELF);

        engine().createVolume(definition);
        engine().createVolume(definition);

        Volume made = engine().volume(name("lost-data")).orElseThrow();
        assertThat(made.labels()).containsEntry("colour", "blue");
        assertThat(made.isPlain()).isTrue();
        assertThat(Path.of(made.mountpoint())).isAbsolute();
    }

    @Test
    void it_tells_its_version() {
        EngineVersion version = engine().version();

        assertThat(version.engine()).isNotEmpty();
        assertThat(version.api()).matches("1\\.\\d+");
    }

    @Test
    void a_container_that_is_not_there_is_empty() {
        assertThat(engine().inspect(name("nobody"))).isEmpty();
    }

    @Test
    void a_created_container_is_as_its_spec_says_and_does_not_run() {
        String id = sleeper("made", ",\"Env\":[\"COLOUR=blue\"]");

        Inspect made = inspect(name("made"));
        assertThat(made.id()).isEqualTo(id);
        assertThat(made.name()).isEqualTo(name("made"));
        assertThat(made.image()).isEqualTo(IMAGE);
        assertThat(made.imageId()).startsWith("sha256:");
        assertThat(made.state()).isEqualTo("created");
        assertThat(made.isRunning()).isFalse();
        assertThat(made.startedAt()).isEqualTo(Instant.EPOCH);
        assertThat(made.labels()).containsEntry(TestBed.LABEL, TestBed.SELF);
        assertThat(made.stopTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(made.raw().path("Config").path("Env").toString()).contains("COLOUR=blue");
    }

    @Test
    void a_name_that_is_taken_is_refused() {
        sleeper("twice", "");

        assertThatThrownBy(() -> sleeper("twice", ""))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining(name("twice"));
    }

    @Test
    void an_image_that_is_not_there_is_refused() {
        assertThatThrownBy(() ->
                        engine().create(name("imageless"), "{\"Image\":\"lull.invalid/none:1\"}"))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining("lull.invalid/none:1");
    }

    @Test
    void starting_and_stopping_twice_is_the_same_as_once() {
        String id = sleeper("onoff", "");

        engine().start(id);
        engine().start(id);
        assertThat(inspect(id).isRunning()).isTrue();
        assertThat(inspect(id).startedAt()).isAfter(Instant.EPOCH);
        assertThat(inspect(id).pid()).isPositive();

        engine().stop(id);
        engine().stop(id);
        assertThat(inspect(id).isRunning()).isFalse();
        assertThat(inspect(id).state()).isEqualTo("exited");
        assertThat(inspect(id).pid()).isZero();
    }

    @Test
    void stopping_what_is_not_there_is_no_error() {
        assertThatCode(() -> engine().stop(name("nobody"))).doesNotThrowAnyException();
    }

    @Test
    void starting_what_is_not_there_is_refused() {
        assertThatThrownBy(() -> engine().start(name("nobody")))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining(name("nobody"));
    }

    @Test
    void a_signal_reaches_a_running_container_only() throws InterruptedException {
        String id = running("signalled");

        engine().signal(id, "SIGKILL");
        eventually(() -> !inspect(id).isRunning());
        assertThat(inspect(id).exitCode()).isEqualTo(137);
        assertThatCode(() -> engine().signal(id, "SIGKILL")).doesNotThrowAnyException();
    }

    @Test
    void removing_twice_is_the_same_as_once() {
        String id = sleeper("gone", "");

        engine().remove(id);
        engine().remove(id);

        assertThat(engine().inspect(id)).isEmpty();
    }

    @Test
    void what_is_discarded_takes_its_anonymous_volumes_along() {
        String unnamed = ",\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Target\":\"/own\"}]}";
        String id = sleeper("gone-volume", unnamed);
        String volume = inspect(id).mounts().getFirst().name();
        assertThat(engine().volume(volume)).isPresent();

        engine().discard(id);
        engine().discard(id);

        assertThat(engine().inspect(id)).isEmpty();
        assertThat(engine().volume(volume)).isEmpty();
    }

    @Test
    void a_running_container_is_not_removed() {
        String id = running("alive");

        assertThatThrownBy(() -> engine().remove(id)).isInstanceOf(EngineException.Permanent.class);
        assertThatThrownBy(() -> engine().discard(id))
                .isInstanceOf(EngineException.Permanent.class);
        assertThat(inspect(id).isRunning()).isTrue();
    }

    @Test
    void a_container_takes_a_new_name_and_keeps_its_id() {
        String id = sleeper("old", "");

        engine().rename(id, name("new"));
        engine().rename(id, name("new"));

        assertThat(inspect(name("new")).id()).isEqualTo(id);
        assertThat(engine().inspect(name("old"))).isEmpty();
    }

    @Test
    void what_is_paused_counts_as_running_takes_no_command_and_can_be_stopped() {
        String id = running("paused");

        behaviour().isPaused(id);

        assertThat(inspect(id).state()).isEqualTo("paused");
        assertThat(inspect(id).isRunning()).isTrue();
        assertThat(inspect(id).pid()).isPositive();
        assertThatThrownBy(() -> exec(id)).hasMessageContaining("is paused, unpause");
        assertThatThrownBy(() -> engine().start(id)).hasMessageContaining("try unpause instead");
        engine().stop(id);
        assertThat(inspect(id).state()).isEqualTo("exited");
    }

    @Test
    void what_ends_and_is_started_again_and_again_takes_no_command_until_it_is_stopped()
            throws InterruptedException {
        String policy = ",\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"always\"}}";
        String id = create("loop", List.of("false"), policy);
        engine().start(id);

        behaviour().restarts(id);

        assertThat(inspect(id).state()).isEqualTo("restarting");
        assertThat(inspect(id).isRunning()).isTrue();
        assertThat(inspect(id).pid()).isZero();
        assertThat(inspect(id).exitCode()).isEqualTo(1);
        assertThatThrownBy(() -> exec(id)).hasMessageContaining("is restarting, wait");
        assertThatThrownBy(() -> engine().remove(id)).isInstanceOf(EngineException.Permanent.class);
        engine().stop(id);
        assertThat(inspect(id).state()).isEqualTo("exited");
    }

    private int exec(String id) {
        return engine().exec(id, List.of("true"), Duration.ofSeconds(10), line -> {});
    }

    @Test
    void a_restart_policy_can_be_taken_away_and_given_back() {
        String id = sleeper("policy", ",\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"always\"}}");
        RestartPolicy before = inspect(id).restartPolicy();

        engine().restartPolicy(id, RestartPolicy.NO);
        assertThat(inspect(id).restartPolicy()).isEqualTo(RestartPolicy.NO);

        engine().restartPolicy(id, before);
        assertThat(inspect(id).restartPolicy()).isEqualTo(new RestartPolicy("always", 0));

        engine().restartPolicy(id, new RestartPolicy("on-failure", 3));
        assertThat(inspect(id).restartPolicy()).isEqualTo(new RestartPolicy("on-failure", 3));
    }

    @Test
    void containers_are_listed_in_every_state_by_all_their_labels() {
        String created = sleeper("listed-1", "");
        String running = running("listed-2");

        assertThat(
                        engine().containers(
                                        Map.of(
                                                TestBed.LABEL,
                                                TestBed.SELF,
                                                "dev.lull.test.name",
                                                "listed-2")))
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.id()).isEqualTo(running);
                    assertThat(c.name()).isEqualTo(name("listed-2"));
                    assertThat(c.image()).isEqualTo(IMAGE);
                    assertThat(c.imageId()).startsWith("sha256:");
                    assertThat(c.state()).isEqualTo("running");
                    assertThat(c.isRunning()).isTrue();
                    assertThat(c.labels()).containsEntry(TestBed.LABEL, TestBed.SELF);
                });
        assertThat(
                        engine().containers(
                                        Map.of(
                                                TestBed.LABEL,
                                                TestBed.SELF,
                                                "dev.lull.test.name",
                                                "")))
                .extracting(ContainerSummary::id)
                .contains(created, running);
        assertThat(engine().containers(Map.of(TestBed.LABEL, "nobody"))).isEmpty();
    }

    @Test
    void a_running_container_is_connected_under_its_aliases_and_disconnected_again() {
        network("live");
        String id = running("member");

        engine().connect(name("live"), id, Endpoint.of(List.of("db", "db.internal")));
        engine().connect(name("live"), id, Endpoint.of(List.of("db", "db.internal")));

        Endpoint endpoint = endpoint(id, name("live"));
        assertThat(endpoint.aliases()).contains("db", "db.internal");
        assertThat(endpoint.address()).isNotEmpty();
        assertThat(engine().network(name("live")).orElseThrow().containers()).contains(id);

        engine().disconnect(name("live"), id);
        engine().disconnect(name("live"), id);
        assertThat(inspect(id).networks()).doesNotContainKey(name("live"));
        assertThat(engine().network(name("live")).orElseThrow().containers()).isEmpty();
    }

    @Test
    void a_created_container_is_moved_to_another_network_before_it_starts() {
        network("from");
        network("to");
        String id = sleeper("mover", ",\"HostConfig\":{\"NetworkMode\":\"" + name("from") + "\"}");
        assertThat(inspect(id).networks()).containsKey(name("from"));

        engine().disconnect(name("from"), id);
        engine().disconnect(name("from"), id);
        engine().connect(name("to"), id, Endpoint.of(List.of("app")));
        engine().connect(name("to"), id, Endpoint.of(List.of("app")));
        engine().start(id);

        assertThat(inspect(id).networks()).containsOnlyKeys(name("to"));
        assertThat(endpoint(id, name("to")).aliases()).contains("app");
        assertThat(endpoint(id, name("to")).address()).isNotEmpty();
    }

    @Test
    void disconnecting_what_is_not_there_is_no_error() {
        network("lonely");

        assertThatCode(() -> engine().disconnect(name("lonely"), name("nobody")))
                .doesNotThrowAnyException();
    }

    @Test
    void connecting_to_a_network_that_is_not_there_is_refused() {
        String id = sleeper("seeker", "");

        assertThatThrownBy(() -> engine().connect(name("nowhere"), id, Endpoint.of(List.of())))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining(name("nowhere"));
    }

    @Test
    void a_network_is_made_once_and_removed_once() {
        network("once");
        network("once");

        Network made = engine().network(name("once")).orElseThrow();
        assertThat(made.internal()).isTrue();
        assertThat(made.labels()).containsEntry(TestBed.LABEL, TestBed.SELF);
        assertThat(engine().networks(TestBed.LABEL))
                .extracting(Network::id)
                .containsOnlyOnce(made.id());
        // A name that only contains it is another network.
        assertThat(engine().network(name("onc"))).isEmpty();

        engine().removeNetwork(name("once"));
        engine().removeNetwork(name("once"));
        assertThat(engine().network(name("once"))).isEmpty();
    }

    @Test
    void a_network_in_use_is_not_removed() {
        network("used");
        engine().connect(name("used"), running("user"), Endpoint.of(List.of()));

        assertThatThrownBy(() -> engine().removeNetwork(name("used")))
                .isInstanceOf(EngineException.Permanent.class);
    }

    @Test
    void a_port_that_is_taken_leaves_the_second_container_created_with_the_reason() {
        String port =
                """
                ,"ExposedPorts":{"80/tcp":{}},"HostConfig":{"PortBindings":
                 {"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"39181"}]}}\
                """;
        String first = sleeper("port-1", port);
        String second = sleeper("port-2", port);
        engine().start(first);

        assertThatThrownBy(() -> engine().start(second))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining("39181");

        assertThat(inspect(second).isRunning()).isFalse();
        assertThat(inspect(second).state()).isEqualTo("created");
        assertThat(inspect(second).error()).contains("39181");
        assertThat(inspect(second).publishedPorts())
                .containsExactly(new PortBinding(80, "tcp", "127.0.0.1", 39181));

        engine().stop(first);
        engine().start(second);
        assertThat(inspect(second).isRunning()).isTrue();
        assertThat(
                        engine().containers(
                                        Map.of(
                                                TestBed.LABEL,
                                                TestBed.SELF,
                                                "dev.lull.test.name",
                                                "port-2")))
                .singleElement()
                .satisfies(c ->
                        assertThat(c.ports())
                                .containsExactly(new PortBinding(80, "tcp", "127.0.0.1", 39181)));
    }

    @Test
    void ports_go_live_with_the_first_network_that_is_not_internal() {
        String ports =
                """
                "PortBindings":{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"39182"}]}\
                """;
        network("inside");
        engine().createNetwork(name("outside"), false, Map.of(TestBed.LABEL, TestBed.SELF));
        String app =
                sleeper(
                        "app",
                        ",\"ExposedPorts\":{\"80/tcp\":{}},\"HostConfig\":{\"NetworkMode\":\"%s\",%s}"
                                .formatted(name("inside"), ports));
        engine().start(app);
        assertThat(published("app")).isEmpty();
        String other =
                sleeper(
                        "other",
                        ",\"ExposedPorts\":{\"80/tcp\":{}},\"HostConfig\":{%s}".formatted(ports));
        engine().start(other);

        assertThatThrownBy(() -> engine().connect(name("outside"), app, Endpoint.of(List.of())))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining("39182");
        assertThat(published("app")).isEmpty();
        assertThat(inspect(app).isRunning()).isTrue();

        // A second connect may fail until the container was stopped (Engine 20.10).
        engine().stop(other);
        engine().stop(app);
        engine().disconnect(name("outside"), app);
        engine().start(app);
        assertThat(published("app")).isEmpty();
        engine().connect(name("outside"), app, Endpoint.of(List.of("app")));
        assertThat(published("app"))
                .containsExactly(new PortBinding(80, "tcp", "127.0.0.1", 39182));
    }

    private List<PortBinding> published(String name) {
        return listed(name).ports();
    }

    private ContainerSummary listed(String name) {
        return engine().containers(Map.of(TestBed.LABEL, TestBed.SELF, "dev.lull.test.name", name))
                .getFirst();
    }

    @Test
    void a_command_tells_its_exit_code_and_each_line_of_its_output() {
        String id = running("talker");
        List<String> argv = List.of("sh", "-c", "echo one; printf 'two\\nthree'; exit 3");
        behaviour().execEnds(id, argv, 3, "one", "two", "three");
        List<String> lines = Collections.synchronizedList(new ArrayList<>());

        int code = engine().exec(id, argv, Duration.ofSeconds(20), lines::add);

        assertThat(code).isEqualTo(3);
        assertThat(lines).containsExactly("one", "two", "three");
    }

    @Test
    void a_command_that_is_not_in_the_image_has_an_exit_code_too() {
        String id = running("toolless");
        behaviour().execEnds(id, List.of("no-such-tool"), 126, "executable file not found");
        List<String> lines = Collections.synchronizedList(new ArrayList<>());

        int code = engine().exec(id, List.of("no-such-tool"), Duration.ofSeconds(20), lines::add);

        assertThat(code).isIn(126, 127);
        assertThat(String.join(" ", lines)).contains("executable file not found");
    }

    @Test
    void a_command_that_overruns_is_seen_to_go_on() {
        String id = running("slow");
        List<String> argv = List.of("sleep", "60");
        behaviour().execHangs(id, argv);

        assertThatThrownBy(() -> engine().exec(id, argv, Duration.ofMillis(700), line -> {}))
                .isInstanceOf(EngineException.Overdue.class)
                .hasMessageContaining("had not ended after 700 ms");
    }

    @Test
    void no_command_is_run_in_a_container_that_does_not_run() {
        String id = sleeper("asleep", "");

        assertThatThrownBy(
                        () -> engine().exec(id, List.of("true"), Duration.ofSeconds(5), line -> {}))
                .isInstanceOf(EngineException.Permanent.class);
    }

    private static final int LONG = 3_000_000;

    @Test
    void a_command_reads_a_stream_to_its_end_and_writes_one_of_any_bytes() {
        String id = running("cat");
        behaviour()
                .streams(
                        id,
                        (argv, streams) -> {
                            streams.input().transferTo(streams.output());
                            streams.messages().accept("all of it");
                            return 4;
                        });
        byte[] bytes = new byte[LONG];
        new Random(1).nextBytes(bytes);
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        List<String> messages = Collections.synchronizedList(new ArrayList<>());

        int code =
                engine().stream(
                        id,
                        List.of("sh", "-c", "cat; echo all of it >&2; exit 4"),
                        Duration.ofSeconds(20),
                        new Streams(new ByteArrayInputStream(bytes), heard, messages::add));

        assertThat(code).isEqualTo(4);
        assertThat(heard.toByteArray()).isEqualTo(bytes);
        assertThat(messages).containsExactly("all of it");
    }

    @Test
    void a_command_need_not_read_all_that_it_is_given() {
        String id = running("head");
        behaviour()
                .streams(
                        id,
                        (argv, streams) -> {
                            streams.output().write(streams.input().readNBytes(3));
                            return 0;
                        });
        ByteArrayOutputStream heard = new ByteArrayOutputStream();

        int code =
                engine().stream(
                        id,
                        List.of("head", "-c", "3"),
                        Duration.ofSeconds(20),
                        new Streams(new ByteArrayInputStream(new byte[LONG]), heard, line -> {}));

        assertThat(code).isZero();
        assertThat(heard.size()).isEqualTo(3);
    }

    @Test
    void a_command_that_is_given_nothing_finds_the_end_of_its_input() {
        String id = running("wc");
        behaviour()
                .streams(
                        id,
                        (argv, streams) -> {
                            streams.output().write(streams.input().readAllBytes());
                            streams.output().write('.');
                            return 0;
                        });
        ByteArrayOutputStream heard = new ByteArrayOutputStream();

        int code =
                engine().stream(
                        id,
                        List.of("sh", "-c", "cat; printf ."),
                        Duration.ofSeconds(20),
                        Streams.out(heard, line -> {}));

        assertThat(code).isZero();
        assertThat(heard).hasToString(".");
    }

    @Test
    void a_command_with_streams_that_is_not_in_the_image_has_an_exit_code_too() {
        String id = running("streamless");
        behaviour().execEnds(id, List.of("no-such-tool"), 126, "executable file not found");
        List<String> messages = Collections.synchronizedList(new ArrayList<>());

        int code =
                engine().stream(
                        id,
                        List.of("no-such-tool"),
                        Duration.ofSeconds(20),
                        Streams.out(OutputStream.nullOutputStream(), messages::add));

        assertThat(code).isIn(126, 127);
    }

    @Test
    void a_command_with_streams_that_overruns_is_seen_to_go_on() {
        String id = running("slow-stream");
        List<String> argv = List.of("sleep", "60");
        behaviour().execHangs(id, argv);

        assertThatThrownBy(() ->
                        engine().stream(
                                id,
                                argv,
                                Duration.ofMillis(700),
                                Streams.out(OutputStream.nullOutputStream(), line -> {})))
                .isInstanceOf(EngineException.Overdue.class)
                .hasMessageContaining("had not ended after 700 ms");
    }

    @Test
    void no_command_with_streams_is_run_in_a_container_that_does_not_run() {
        String id = sleeper("asleep-stream", "");

        assertThatThrownBy(() ->
                        engine().stream(
                                id,
                                List.of("true"),
                                Duration.ofSeconds(5),
                                Streams.out(OutputStream.nullOutputStream(), line -> {})))
                .isInstanceOf(EngineException.Permanent.class);
    }

    @Test
    void an_output_that_cannot_be_written_is_the_callers_own_failure() {
        String id = running("full");
        behaviour()
                .streams(
                        id,
                        (argv, streams) -> {
                            streams.output().write('.');
                            return 0;
                        });
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("no space left");
                    }
                };

        assertThatThrownBy(() ->
                        engine().stream(
                                id,
                                List.of("printf", "."),
                                Duration.ofSeconds(5),
                                Streams.out(full, line -> {})))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no space left");
    }

    @Test
    void the_end_of_a_container_is_awaited_with_its_output_and_exit_code() {
        String id = create("job", List.of("sh", "-c", "echo a; sleep 1; echo b >&2; exit 7"), "");
        behaviour().ends(id, 7, "a", "b");
        engine().start(id);
        List<String> lines = Collections.synchronizedList(new ArrayList<>());

        int code = engine().await(id, Duration.ofSeconds(20), lines::add);

        assertThat(code).isEqualTo(7);
        assertThat(lines).containsExactly("a", "b");
        List<String> again = Collections.synchronizedList(new ArrayList<>());
        assertThat(engine().await(id, Duration.ofSeconds(20), again::add)).isEqualTo(7);
        assertThat(again).containsExactly("a", "b");
    }

    @Test
    void a_container_that_goes_on_past_the_deadline_is_unknown() {
        String id = running("endless");

        assertThatThrownBy(() -> engine().await(id, Duration.ofMillis(500), line -> {}))
                .isInstanceOf(EngineException.Unknown.class)
                .hasMessageContaining("still runs");
    }

    @Test
    void a_container_that_was_never_started_is_not_awaited() {
        String id = sleeper("unborn", "");

        assertThatThrownBy(() -> engine().await(id, Duration.ofSeconds(5), line -> {}))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining("never started");
    }

    @Test
    void the_log_is_read_from_an_instant_on() {
        String id = create("logger", List.of("sh", "-c", "echo a; sleep .2; echo b; echo c"), "");
        behaviour().ends(id, 0, "a", "b", "c");
        engine().start(id);
        engine().await(id, Duration.ofSeconds(20), line -> {});

        List<LogLine> all = engine().logs(id, Instant.EPOCH);
        assertThat(all).extracting(LogLine::text).containsExactly("a", "b", "c");
        assertThat(engine().logs(id, all.get(1).at()))
                .extracting(LogLine::text)
                .containsExactly("b", "c");
        assertThat(engine().logs(id, all.get(2).at().plusNanos(1))).isEmpty();
    }

    @Test
    void files_are_copied_into_a_container_that_does_not_run() {
        String id = sleeper("filled", "");
        Map<String, byte[]> files =
                Map.of(
                        "a.txt", "A\n".getBytes(StandardCharsets.UTF_8),
                        "deep/er/b.txt", "B\n".getBytes(StandardCharsets.UTF_8));

        engine().copyInto(id, "/srv", files);
        engine().copyInto(id, "/srv", files);
        engine().start(id);

        List<String> argv =
                List.of(
                        "sh",
                        "-c",
                        "cat /srv/a.txt /srv/deep/er/b.txt;"
                                + " stat -c '%a %U' /srv/a.txt /srv/deep /srv");
        behaviour().execEnds(id, argv, 0, "A", "B", "644 root", "755 root", "755 root");
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        assertThat(engine().exec(id, argv, Duration.ofSeconds(20), lines::add)).isZero();
        assertThat(lines).containsExactly("A", "B", "644 root", "755 root", "755 root");
    }

    @Test
    void files_are_not_copied_into_a_folder_that_is_not_there() {
        String id = sleeper("folderless", "");

        assertThatThrownBy(() -> engine().copyInto(id, "/no/such", Map.of("a", new byte[] {1})))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining("/no/such");
    }

    @Test
    void a_container_whose_reference_names_no_image_any_more_is_listed_with_the_image_s_id() {
        String tag = "localhost:5000/" + name("moved") + ":1";
        Image image = engine().image(IMAGE).orElseThrow();
        engine().tag(image.id(), tag);
        String id = create(tag, "of-tag", List.of("sleep", "600"), "");
        assertThat(listed("of-tag").image()).isEqualTo(tag);
        engine().untag(tag);
        assertThat(listed("of-tag").image()).isEqualTo(image.id());
        assertThat(engine().inspect(id).orElseThrow().image()).isEqualTo(tag);
    }

    @Test
    void an_image_is_tagged_and_untagged() {
        String tag = "localhost:5000/" + name("kept") + ":1";
        Image image = engine().image(IMAGE).orElseThrow();
        assertThat(image.id()).startsWith("sha256:");
        assertThat(image.tags()).contains(IMAGE);

        engine().tag(image.id(), tag);
        engine().tag(image.id(), tag);
        assertThat(engine().image(tag).orElseThrow().id()).isEqualTo(image.id());
        assertThat(engine().image(image.id()).orElseThrow().tags()).contains(tag);

        engine().untag(tag);
        engine().untag(tag);
        assertThat(engine().image(tag)).isEmpty();
        assertThat(engine().image(IMAGE)).isPresent();
    }

    @Test
    void a_volume_is_found_by_the_mount_that_made_it() {
        String id =
                sleeper(
                        "stored",
                        ",\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\""
                                + name("data")
                                + "\",\"Target\":\"/data\",\"VolumeOptions\":{\"Labels\":{\""
                                + TestBed.LABEL
                                + "\":\""
                                + TestBed.SELF
                                + "\"},\"DriverConfig\":{\"Name\":\"local\",\"Options\":"
                                + "{\"type\":\"none\",\"o\":\"bind\",\"device\":\"/opt\"}}}}]}");
        engine().start(id);

        Volume volume = engine().volume(name("data")).orElseThrow();
        assertThat(volume.driver()).isEqualTo("local");
        assertThat(volume.mountpoint()).contains(name("data"));
        assertThat(volume.labels()).containsEntry(TestBed.LABEL, TestBed.SELF);
        assertThat(volume.options()).containsEntry("device", "/opt");
        assertThat(volume.isPlain()).isFalse();
        assertThat(volume.boundFolder()).contains(Path.of("/opt"));
        assertThat(inspect(id).mounts())
                .singleElement()
                .satisfies(mount -> {
                    assertThat(mount.isVolume()).isTrue();
                    assertThat(mount.name()).isEqualTo(name("data"));
                    assertThat(mount.destination()).isEqualTo("/data");
                });
        assertThat(engine().volume(name("nothing"))).isEmpty();
    }

    @Test
    void what_happens_is_told_until_the_stream_is_closed() throws Exception {
        List<EngineEvent> events = Collections.synchronizedList(new ArrayList<>());
        List<String> ended = Collections.synchronizedList(new ArrayList<>());
        AutoCloseable stream = engine().events(events::add, ended::add);
        network("told");
        String id = running("told");
        engine().connect(name("told"), id, Endpoint.of(List.of()));

        eventually(() -> has(events, "container", "start", id));
        EngineEvent start =
                events.stream()
                        .filter(e -> e.id().equals(id) && e.action().equals("start"))
                        .findFirst()
                        .orElseThrow();
        assertThat(start.attributes())
                .containsEntry("name", name("told"))
                .containsEntry(TestBed.LABEL, TestBed.SELF);
        assertThat(start.at()).isAfter(Instant.EPOCH);
        eventually(() ->
                events.stream()
                        .anyMatch(e ->
                                e.type().equals("network")
                                        && e.action().equals("connect")
                                        && id.equals(e.attributes().get("container"))));

        stream.close();
        engine().stop(id);
        Thread.sleep(200);
        assertThat(has(events, "container", "die", id)).isFalse();
        assertThat(ended).isEmpty();
    }

    private static boolean has(List<EngineEvent> events, String type, String action, String id) {
        return List.copyOf(events).stream()
                .anyMatch(e ->
                        e.type().equals(type) && e.action().equals(action) && e.id().equals(id));
    }
}
