package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.testbed.TestBed;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract against the command line, and what only that has. */
class ComposeCliIT extends ComposeContract {
    private final Compose compose = new ComposeCli(TestBed.socket());
    private final DockerJavaEngine engine = DockerJavaEngine.connect(TestBed.socket());

    @Override
    Compose compose() {
        return compose;
    }

    @Override
    Engine engine() {
        return engine;
    }

    @Override
    void ends(String container, int exitCode, String line) {
        // The command says so itself.
    }

    @BeforeAll
    static void sweep() {
        TestBed.required();
        TestBed.sweep();
    }

    @AfterEach
    void clear() throws IOException {
        TestBed.clear();
        engine.close();
    }

    @Test
    void the_config_has_the_values_of_the_env_file_and_of_later_files() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("a.yaml"), FILE.replace("Back soon", "\"Back at ${HOUR}\""));
        Path more =
                Files.writeString(
                        folder.resolve("more.yaml"), "services: {app: {environment: {A: b}}}\n");
        Path env = Files.writeString(folder.resolve("stack.env"), "HOUR=noon\n");

        JsonNode config =
                compose.config(new ComposeProject(NAME, folder, List.of(file, more), List.of(env)));

        assertThat(config.path("x-lull").path("page").path("title").asText())
                .isEqualTo("Back at noon");
        assertThat(config.path("services").path("app").path("environment").path("A").asText())
                .isEqualTo("b");
    }

    @Test
    void what_was_created_and_started_later_is_left_as_it_is_by_the_next_up() throws IOException {
        ComposeProject project = project(FILE);
        compose.create(project, List.of("app"), Map.of("app", 2), line -> {});
        List<ContainerSummary> made = containers("app");
        made.forEach(c -> engine.start(c.id()));

        String printed = upAgain(project, "app=2");

        assertThat(printed).contains("Running").doesNotContain("Recreate");
        assertThat(containers("app"))
                .extracting(ContainerSummary::id)
                .containsExactlyInAnyOrderElementsOf(
                        made.stream().map(ContainerSummary::id).toList());
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
}
