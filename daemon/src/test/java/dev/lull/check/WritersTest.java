package dev.lull.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.ContainerSummary;
import dev.lull.docker.FakeEngine;
import dev.lull.docker.HostPaths;
import dev.lull.docker.Observation;
import dev.lull.stack.Declared;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WritersTest {
    private final FakeEngine engine = new FakeEngine().withImage("shop:1", 1);

    @TempDir private Path folder;

    @BeforeEach
    void up() throws IOException {
        engine.volumesIn(folder.resolve("volumes"));
        Files.createDirectories(folder.resolve("volumes"));
        Files.createDirectories(folder.resolve("data/sub"));
        own("app", "app", "shop_data:/data:rw", folder.resolve("data") + ":/files:rw");
    }

    private void own(String service, String role, String... binds) {
        run(
                "shop-" + service + "-1",
                "\"com.docker.compose.project\":\"shop\",\"com.docker.compose.service\":\""
                        + service
                        + "\",\"com.docker.compose.oneoff\":\"False\",\"lull.role\":\""
                        + role
                        + "\"",
                binds);
    }

    private void run(String name, String labels, String... binds) {
        create(name, labels, binds);
        engine.start(name);
    }

    private void create(String name, String labels, String... binds) {
        String quoted = String.join(",", List.of(binds).stream().map(b -> '"' + b + '"').toList());
        engine.create(
                name,
                "{\"Image\":\"shop:1\",\"Labels\":{"
                        + labels
                        + "},\"HostConfig\":{\"Binds\":["
                        + quoted
                        + "]}}");
    }

    private Writers writers() {
        List<ContainerSummary> all = engine.containers(Map.of());
        return Writers.of(stack(all), all, new HostPaths(engine)::of);
    }

    private Stack stack(List<ContainerSummary> all) {
        return Stack.of(
                new Declared(
                        new StackName("shop"),
                        folder,
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of()),
                all.stream()
                        .filter(c -> "shop".equals(c.labels().get("com.docker.compose.project")))
                        .map(Observation::of)
                        .toList());
    }

    @Test
    void what_the_stack_itself_runs_is_accounted_for_elsewhere() {
        own("db", "db", "shop_data:/data:rw");
        assertThat(writers().undeclared()).isEmpty();
        assertThat(
                        Writers.data(
                                stack(engine.containers(Map.of())),
                                engine.containers(Map.of()),
                                new HostPaths(engine)::of))
                .containsExactly(folder.resolve("data").toString(), "shop_data");
    }

    @Test
    void who_mounts_the_same_volume_writable_is_named() {
        run("backup", "", "shop_data:/source:rw");
        run("reader", "", "shop_data:/source:ro");
        assertThat(writers().undeclared()).containsExactly("backup mounts shop_data writable");
        engine.stop("backup");
        assertThat(writers().undeclared()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"paused", "restarting"})
    void so_is_one_that_may_go_on_at_any_moment(String state) {
        run("backup", "", "shop_data:/source:rw");
        engine.becomes("backup", state);
        assertThat(writers().undeclared()).containsExactly("backup mounts shop_data writable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"removing", "dead"})
    void one_that_never_will_is_not(String state) {
        run("backup", "", "shop_data:/source:rw");
        engine.becomes("backup", state);
        assertThat(writers().undeclared()).isEmpty();
    }

    @Test
    void nor_is_one_that_was_only_created() {
        create("backup", "", "shop_data:/source:rw");
        assertThat(writers().undeclared()).isEmpty();
    }

    @Test
    void who_mounts_a_folder_around_or_inside_is_named() {
        run("all", "", folder + ":/all:rw");
        run("part", "", folder.resolve("data/sub") + ":/part:rw");
        run("beside", "", folder.resolve("data-2") + ":/x:rw");
        run("docker", "", folder.resolve("volumes") + ":/var/lib/docker/volumes:rw");
        assertThat(writers().undeclared())
                .hasSize(3)
                .anyMatch(w -> w.startsWith("all mounts " + folder + " writable, which holds "))
                .anyMatch(w -> w.startsWith("part mounts ") && w.contains(", a part of "))
                .anyMatch(w -> w.startsWith("docker mounts ") && w.endsWith("shop_data"));
    }

    @Test
    void a_symbolic_link_hides_nobody() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("data"));
        run("sly", "", link + ":/x:rw");
        assertThat(writers().undeclared())
                .containsExactly("sly mounts " + folder.resolve("data") + " writable");
    }

    @Test
    void a_volume_that_is_bound_to_a_folder_of_the_stack_is_that_folder() {
        engine.volume(
                "other_files",
                Map.of("type", "none", "o", "bind", "device", folder.resolve("data").toString()));
        run("other", "", "other_files:/x:rw");
        assertThat(writers().undeclared()).singleElement().asString().startsWith("other mounts ");
    }

    @Test
    void a_running_one_off_of_the_project_is_named_whatever_it_mounts() {
        run(
                "shop-app-run-1",
                "\"com.docker.compose.project\":\"shop\",\"com.docker.compose.service\":\"app\","
                        + "\"com.docker.compose.oneoff\":\"True\"");
        assertThat(writers().undeclared())
                .containsExactly(
                        "shop-app-run-1 is a running one-off ('docker compose run') of the stack");
    }

    @Test
    void a_writer_that_a_label_allows_is_named_with_its_reason() {
        run("log", "\"lull.writes\":\"allowed: it only appends\"", "shop_data:/x:rw");
        assertThat(writers().undeclared()).isEmpty();
        assertThat(writers().allowed())
                .containsExactly("log mounts shop_data writable (allowed: it only appends)");
    }

    @Test
    void the_docker_socket_and_the_hosts_clock_are_no_data() {
        own(
                "worker",
                "worker",
                "/var/run/docker.sock:/var/run/docker.sock:rw",
                "/etc/localtime:/etc/localtime:rw");
        run("portainer", "", "/var/run/docker.sock:/var/run/docker.sock:rw");
        run("clock", "", "/etc/localtime:/etc/localtime:rw");
        assertThat(writers().undeclared()).isEmpty();
    }
}
