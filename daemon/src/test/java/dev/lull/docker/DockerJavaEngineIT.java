package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.testbed.TestBed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract against the Docker on this host. */
class DockerJavaEngineIT extends EngineContract {
    /** From then on Docker waits for seconds before it starts a container again. */
    private static final int ENOUGH = 5;

    private static final DockerJavaEngine ENGINE = DockerJavaEngine.connect(TestBed.socket());

    @BeforeAll
    static void sweep() {
        TestBed.required();
        TestBed.sweep();
    }

    @AfterEach
    void clear() {
        TestBed.clear();
    }

    @AfterAll
    static void close() throws IOException {
        ENGINE.close();
    }

    @Override
    Engine engine() {
        return ENGINE;
    }

    @Override
    Behaviour behaviour() {
        return new Behaviour() {
            @Override
            public void isPaused(String container) {
                TestBed.docker("pause", container);
            }

            @Override
            public void restarts(String container) throws InterruptedException {
                eventually(() -> inspect(container).restartCount() >= ENOUGH);
                eventually(() -> inspect(container).state().equals("restarting"));
            }
        };
    }

    @Test
    void a_line_longer_than_docker_keeps_in_one_piece_is_one_line() {
        String id =
                create(
                        "long",
                        List.of(
                                "sh",
                                "-c",
                                "head -c 40000 /dev/zero | tr '\\\\0' x; echo; echo end"),
                        "");
        engine().start(id);
        engine().await(id, Duration.ofSeconds(20), line -> {});

        List<LogLine> lines = engine().logs(id, Instant.EPOCH);
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().text()).hasSize(40000).matches("x+");
    }

    @Test
    void the_log_of_a_container_with_a_terminal_is_read_too() {
        String id = create("tty", List.of("sh", "-c", "echo one; echo two"), ",\"Tty\":true");
        engine().start(id);
        List<String> awaited = Collections.synchronizedList(new ArrayList<>());
        engine().await(id, Duration.ofSeconds(20), awaited::add);

        assertThat(awaited).containsExactly("one", "two");
        assertThat(engine().logs(id, Instant.EPOCH))
                .extracting(LogLine::text)
                .containsExactly("one", "two");
    }

    @Test
    void a_log_that_cannot_be_read_is_empty() {
        String id =
                create(
                        "mute",
                        List.of("sh", "-c", "echo one; exit 2"),
                        ",\"HostConfig\":{\"LogConfig\":{\"Type\":\"none\"}}");
        engine().start(id);

        assertThat(engine().await(id, Duration.ofSeconds(20), line -> {})).isEqualTo(2);
        assertThat(engine().logs(id, Instant.EPOCH)).isEmpty();
    }
}
