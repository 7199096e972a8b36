package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Compose does for Lull: run against the fake and against the command line. */
abstract class ComposeContract {
    static final String NAME = TestBed.name("compose");
    private static final String MIGRATION = NAME + "-migrate";

    /** Two sleepers, and one that is asleep itself until somebody names it. */
    static final String FILE =
            """
            x-lull: {page: {title: Back soon}}
            services:
              app: &sleeper
                image: debian:bookworm-slim
                command: sleep 600
                stop_signal: SIGKILL
                environment: {COLOUR: blue}
                networks: {default: null}
                labels: {"%1$s": "%2$s", lull.role: app}
              other: *sleeper
              tool:
                <<: *sleeper
                profiles: [tools]
            networks:
              default: {name: "%3$s_default", labels: {"%1$s": "%2$s"}}
            """
                    .formatted(TestBed.LABEL, TestBed.SELF, NAME);

    @TempDir Path folder = Path.of("");

    abstract Compose compose();

    abstract Engine engine();

    /** Tells what the container does, where it can't do it by itself. */
    abstract void ends(String container, int exitCode, String line);

    final ComposeProject project(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), text);
        return new ComposeProject(NAME, folder, List.of(file), List.of());
    }

    final List<ContainerSummary> containers(String service) {
        return engine().containers(
                        Map.of(
                                "com.docker.compose.project", NAME,
                                "com.docker.compose.service", service));
    }

    private List<String> ids(String service) {
        return containers(service).stream().map(ContainerSummary::id).sorted().toList();
    }

    static String hash(ContainerSummary container) {
        return container.labels().getOrDefault("com.docker.compose.config-hash", "none");
    }

    @Test
    void it_tells_its_version() {
        assertThat(compose().version()).matches("\\d+\\.\\d+.*");
    }

    @Test
    void variables_without_a_value_are_named() throws IOException {
        String text =
                FILE.replace(
                        "blue", "\"${LULL_TEST_UNSET}${LULL_TEST_UNSET}${LULL_TEST_OTHER:-x}\"");

        assertThat(compose().unsetVariables(project(text))).containsExactly("LULL_TEST_UNSET");
        assertThat(compose().unsetVariables(project(FILE))).isEmpty();
    }

    @Test
    void the_config_has_the_extensions_and_leaves_out_profiles_that_are_not_active()
            throws IOException {
        JsonNode config = compose().config(project(FILE));

        assertThat(config.path("x-lull").path("page").path("title").asText())
                .isEqualTo("Back soon");
        assertThat(config.path("services").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("app", "other");
    }

    @Test
    void the_config_of_every_profile_leaves_out_nothing() throws IOException {
        ComposeProject project = project(FILE);
        JsonNode config = compose().configOfEveryProfile(project);

        assertThat(config.path("services").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("app", "other", "tool");
        assertThat(compose().hashes(project, config)).containsOnlyKeys("app", "other", "tool");
    }

    @Test
    void a_file_that_cannot_be_read_is_refused() throws IOException {
        ComposeProject broken = project("services: [a\n");

        assertThatThrownBy(() -> compose().config(broken))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining("yaml");
    }

    @Test
    void what_is_created_does_not_run_and_carries_the_hash_of_what_the_files_say()
            throws IOException {
        ComposeProject project = project(FILE);

        compose().create(project, List.of("app"), Map.of("app", 2), line -> {});

        List<ContainerSummary> made = containers("app");
        assertThat(made).hasSize(2).allMatch(c -> c.state().equals("created"));
        assertThat(containers("other")).isEmpty();
        assertThat(compose().hashes(project, compose().config(project)))
                .containsEntry("app", hash(made.getFirst()));
    }

    @Test
    void what_is_as_the_files_say_is_left_alone_also_when_it_was_started() throws IOException {
        ComposeProject project = project(FILE);
        compose().create(project, List.of("app", "other"), Map.of(), line -> {});
        containers("app").forEach(c -> engine().start(c.id()));
        List<String> app = ids("app");
        List<String> other = ids("other");

        compose().create(project, List.of("app", "other"), Map.of(), line -> {});

        assertThat(ids("app")).isEqualTo(app);
        assertThat(ids("other")).isEqualTo(other);
        assertThat(containers("app")).allMatch(ContainerSummary::isRunning);
    }

    @Test
    void what_differs_is_made_anew_and_stopped_for_it() throws IOException {
        compose().create(project(FILE), List.of("app", "other"), Map.of(), line -> {});
        containers("app").forEach(c -> engine().start(c.id()));
        List<String> app = ids("app");
        List<String> other = ids("other");
        ComposeProject changed = project(FILE.replaceFirst("blue", "red"));

        compose().create(changed, List.of("app"), Map.of(), line -> {});

        assertThat(ids("app")).hasSize(1).doesNotContainAnyElementsOf(app);
        assertThat(containers("app")).noneMatch(ContainerSummary::isRunning);
        assertThat(containers("app"))
                .extracting(ContainerSummary::name)
                .containsExactly(NAME + "-app-1");
        assertThat(ids("other")).isEqualTo(other);
    }

    @Test
    void nothing_is_created_when_no_service_is_named() throws IOException {
        compose().create(project(FILE), List.of(), Map.of(), line -> {});

        assertThat(containers("app")).isEmpty();
    }

    @Test
    void a_service_of_a_profile_is_created_when_it_is_named() throws IOException {
        compose().create(project(FILE), List.of("tool"), Map.of(), line -> {});

        assertThat(containers("tool")).hasSize(1);
    }

    @Test
    void a_one_off_command_runs_under_the_name_it_was_given() throws IOException {
        ends(MIGRATION, 4, "migrated");

        ComposeProject project = project(FILE);
        compose().create(project, List.of("app"), Map.of(), line -> {});

        compose()
                .runDetached(
                        project,
                        "app",
                        MIGRATION,
                        Map.of("dev.lull.test.kind", "one-off"),
                        List.of("sh", "-c", "echo migrated; exit 4"));

        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        assertThat(engine().await(MIGRATION, Duration.ofSeconds(20), lines::add)).isEqualTo(4);
        assertThat(lines).containsExactly("migrated");
        assertThat(engine().inspect(MIGRATION).orElseThrow().labels())
                .containsEntry("dev.lull.test.kind", "one-off")
                .containsEntry("com.docker.compose.oneoff", "True");
        assertThat(containers("other")).isEmpty();
    }

    @Test
    void a_service_that_the_files_do_not_know_is_refused() throws IOException {
        ComposeProject project = project(FILE);

        assertThatThrownBy(() -> compose().create(project, List.of("nix"), Map.of(), l -> {}))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining("nix");
        assertThatThrownBy(() ->
                        compose().runDetached(project, "nix", MIGRATION, Map.of(), List.of("a")))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining("nix");
    }

    @Test
    void an_image_that_no_registry_has_is_refused() {
        assertThatThrownBy(() -> compose().pull("127.0.0.1:9/nobody/nothing:1", line -> {}))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessageContaining("127.0.0.1:9/nobody/nothing");
    }
}
