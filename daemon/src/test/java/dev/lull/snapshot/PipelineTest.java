package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class PipelineTest {
    private static Tool sh(String script) {
        return Tool.of(List.of("sh", "-c", script));
    }

    @Test
    void passes_bytes_from_source_to_sink() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Pipeline.run(
                List.of(sh("cat"), sh("tr a b")),
                to -> to.write("aXa".getBytes(StandardCharsets.UTF_8)),
                in -> in.transferTo(out));
        assertThat(out).hasToString("bXb");
    }

    @Test
    void nothing_of_our_environment_reaches_a_program() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Pipeline.run(List.of(Tool.of(List.of("env"))), null, in -> in.transferTo(out));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .allMatch(l -> l.startsWith("PATH=") || l.equals("LC_ALL=C"));
    }

    @Test
    void the_program_that_failed_is_blamed_in_its_own_words() {
        assertThatThrownBy(() ->
                        Pipeline.run(
                                List.of(
                                        Tool.of(List.of("cat", "/dev/zero")),
                                        sh("echo no such luck >&2; exit 3")),
                                null,
                                in -> in.transferTo(System.out)))
                .isInstanceOf(ToolException.class)
                .hasMessage("sh ended with 3: no such luck");
    }

    @Test
    void a_missing_program_is_named() {
        assertThatThrownBy(() ->
                        Pipeline.run(
                                List.of(sh("cat"), Tool.of(List.of("no-such-program"))),
                                null,
                                in -> {}))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("no-such-program");
    }

    @Test
    void a_sink_that_fails_ends_the_programs() {
        assertThatThrownBy(() ->
                        Pipeline.run(
                                List.of(Tool.of(List.of("cat", "/dev/zero"))),
                                null,
                                in -> {
                                    throw new IOException("No space left on device");
                                }))
                .hasMessage("No space left on device");
    }

    @Test
    void a_source_that_fails_ends_the_programs() {
        assertThatThrownBy(() ->
                        Pipeline.run(
                                List.of(sh("cat")),
                                out -> {
                                    throw new IOException("unreadable");
                                },
                                in -> in.transferTo(System.out)))
                .hasMessage("unreadable");
    }

    @Test
    void a_program_dies_with_the_process_that_started_it() throws Exception {
        Process daemon = Daemon.start();
        try {
            long program = Long.parseLong(String.valueOf(daemon.inputReader().readLine()));
            assertThat(isAlive(program)).isTrue();
            daemon.destroyForcibly().waitFor();
            for (int i = 0; i < 600 && isAlive(program); i++) {
                Thread.sleep(50);
            }
            assertThat(isAlive(program)).isFalse();
        } finally {
            daemon.destroyForcibly();
        }
    }

    /** One that is dead and not buried yet is none. */
    private static boolean isAlive(long pid) throws IOException {
        try {
            String state = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !state.substring(state.lastIndexOf(')')).startsWith(") Z");
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** A process that prints the id of a program, which would run on for long. */
    static final class Daemon {
        private Daemon() {}

        static Process start() throws IOException {
            return new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Daemon.class.getName())
                    .start();
        }

        public static void main(String[] arguments) throws Exception {
            Pipeline.run(
                    List.of(sh("echo $$; exec sleep 600")), null, in -> in.transferTo(System.out));
        }
    }
}
