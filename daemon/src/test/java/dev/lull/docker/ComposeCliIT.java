package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compose's command line with a stack of two sleepers. */
class ComposeCliIT {
    private static final String NAME = "lullcomposeit";
    private static final String LABEL = "com.docker.compose.project=" + NAME;
    private static final String FILE =
            """
            x-lull:
              page: {title: "Back at ${HOUR}"}
            services:
              app: &sleeper
                image: debian:bookworm-slim
                command: sleep 600
                stop_signal: SIGKILL
                labels: {dev.lull.test: compose-it, lull.role: app}
              other: *sleeper
            """;

    private final Compose compose = new ComposeCli(RealDocker.SOCKET);
    private final DockerJavaEngine engine = DockerJavaEngine.connect(RealDocker.SOCKET);
    @TempDir Path folder = Path.of("");

    @BeforeEach
    void sweepBefore() {
        RealDocker.required();
        RealDocker.sweep(LABEL);
    }

    @AfterEach
    void sweepAfter() throws IOException {
        RealDocker.sweep(LABEL);
        engine.close();
    }

    private ComposeProject project(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), text);
        Path env = Files.writeString(folder.resolve("stack.env"), "HOUR=noon\n");
        return new ComposeProject(NAME, folder, List.of(file), List.of(env));
    }

    @Test
    void it_tells_its_version() {
        assertThat(compose.version()).matches("\\d+\\.\\d+.*");
    }

    @Test
    void the_config_has_the_extensions_and_the_values_of_the_env_file() throws IOException {
        Path more =
                Files.writeString(
                        folder.resolve("more.yaml"), "services: {app: {environment: {A: b}}}\n");

        JsonNode config = compose.config(project(FILE), List.of(more));

        assertThat(config.path("x-lull").path("page").path("title").asText())
                .isEqualTo("Back at noon");
        assertThat(config.path("services").path("app").path("environment").path("A").asText())
                .isEqualTo("b");
        JsonNode plain = compose.config(project(FILE), List.of());
        assertThat(compose.hashes(project(FILE), plain)).containsOnlyKeys("app", "other");
    }

    @Test
    void a_file_that_cannot_be_read_is_refused_in_composes_words() throws IOException {
        ComposeProject broken = project("services: [a\n");

        assertThatThrownBy(() -> compose.config(broken, List.of()))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining("yaml")
                .hasMessageContaining(NAME);
    }

    @Test
    void what_was_created_and_started_later_is_left_as_it_is_by_the_next_up() throws IOException {
        ComposeProject project = project(FILE);

        compose.create(project, List.of("app"), Map.of("app", 2), line -> {});
        List<ContainerSummary> made = containers("app");
        assertThat(made).hasSize(2).allMatch(c -> c.state().equals("created"));
        assertThat(containers("other")).isEmpty();
        assertThat(compose.hashes(project, compose.config(project, List.of())))
                .containsEntry("app", hash(made.getFirst()));

        made.forEach(c -> engine.start(c.id()));
        String printed = upAgain(project, "app=2");

        assertThat(printed).contains("Running").doesNotContain("Recreate");
        assertThat(containers("app"))
                .extracting(ContainerSummary::id)
                .containsExactlyInAnyOrderElementsOf(
                        made.stream().map(ContainerSummary::id).toList());
    }

    @Test
    void a_one_off_command_runs_under_the_name_it_was_given() throws IOException {
        String name = NAME + "-migrate";

        compose.runDetached(
                project(FILE),
                "app",
                name,
                Map.of("dev.lull.test", "one-off"),
                List.of("sh", "-c", "echo migrated; exit 4"));

        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        assertThat(engine.await(name, Duration.ofSeconds(20), lines::add)).isEqualTo(4);
        assertThat(lines).containsExactly("migrated");
        assertThat(engine.inspect(name).orElseThrow().labels())
                .containsEntry("dev.lull.test", "one-off")
                .containsEntry("com.docker.compose.oneoff", "True");
        assertThat(containers("other")).isEmpty();
    }

    @Test
    void a_service_that_the_files_do_not_know_is_refused() throws IOException {
        ComposeProject project = project(FILE);

        assertThatThrownBy(() -> compose.create(project, List.of("nix"), Map.of(), l -> {}))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining("nix");
    }

    @Test
    void an_engine_that_is_not_there_is_transient() throws IOException {
        ComposeProject project = project(FILE);
        Compose nobody = new ComposeCli(URI.create("unix:///nonexistent/docker.sock"));

        assertThatThrownBy(() -> nobody.create(project, List.of("app"), Map.of(), l -> {}))
                .isInstanceOf(EngineException.Transient.class);
    }

    /** As a person does it. */
    private static String upAgain(ComposeProject project, String scale) {
        List<String> argv =
                List.of(
                        "docker",
                        "compose",
                        "-p",
                        project.name(),
                        "--project-directory",
                        project.directory().toString(),
                        "--env-file",
                        project.envFiles().getFirst().toString(),
                        "-f",
                        project.files().getFirst().toString(),
                        "up",
                        "-d",
                        "--scale",
                        scale,
                        "app");
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        new Subprocess(argv, Map.of(), "")
                .run(Kind.CHANGE, "up", Duration.ofMinutes(1), lines::add);
        return String.join("\n", lines);
    }

    private static String hash(ContainerSummary container) {
        return container.labels().getOrDefault("com.docker.compose.config-hash", "none");
    }

    private List<ContainerSummary> containers(String service) {
        return engine.containers(
                Map.of(
                        "com.docker.compose.project", NAME,
                        "com.docker.compose.service", service));
    }
}
