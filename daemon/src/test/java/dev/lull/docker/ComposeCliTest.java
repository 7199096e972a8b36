package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.stack.Problem;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a host that has no Compose, or no Docker command at all. */
class ComposeCliTest {
    private static final URI SOCKET = URI.create("unix:///nonexistent/docker.sock");

    /** What Docker's command line 28 does without the plugin. */
    private static final String WITHOUT_PLUGIN =
            """
            #!/bin/sh
            case "$*" in
              "compose version") echo "docker: unknown command: docker compose" >&2; exit 1;;
              *) echo "unknown flag: --ansi" >&2; exit 125;;
            esac
            """;

    @TempDir Path folder = Path.of("");

    private ComposeCli withoutPlugin() throws IOException {
        Path docker = folder.resolve("docker");
        Files.createFile(
                docker,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(docker, WITHOUT_PLUGIN);
        return new ComposeCli(SOCKET, () -> List.of(docker.toString(), "compose"));
    }

    @Test
    void a_missing_plugin_is_named_with_where_to_get_it() throws IOException {
        assertThatThrownBy(withoutPlugin()::version)
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining("Docker Compose is missing")
                .hasMessageContaining("https://docs.docker.com/compose/install");
    }

    @Test
    void a_missing_docker_command_is_named_with_where_to_get_it() {
        ComposeCli compose =
                new ComposeCli(SOCKET, () -> List.of(folder.resolve("nix").toString()));

        assertThatThrownBy(compose::version)
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining("Install Docker's command line and its Compose plugin");
    }

    @Test
    void a_stack_on_a_host_without_compose_has_that_problem_and_no_other() throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), "services: {}\n");
        FakeEngine engine = new FakeEngine().withImage("app:1", 1);
        String labels =
                "\"%s\":\"shop\",\"%s\":\"app\",\"%s\":\"%s\",\"%s\":\"%s\""
                        .formatted(
                                ComposeLabels.PROJECT,
                                ComposeLabels.SERVICE,
                                ComposeLabels.WORKING_DIR,
                                folder,
                                ComposeLabels.CONFIG_FILES,
                                file);
        engine.create("shop-app-1", "{\"Image\":\"app:1\",\"Labels\":{" + labels + "}}");

        Stack stack =
                new Discovery(engine, withoutPlugin()).find(new StackName("shop")).orElseThrow();

        assertThat(stack.problems()).hasSize(1).allMatch(Problem::isError);
        assertThat(stack.problems().getFirst().toString())
                .contains("Docker Compose is missing")
                .contains("lull check shop")
                .doesNotContain("Mend");
    }
}
