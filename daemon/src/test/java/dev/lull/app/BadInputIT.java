package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.stack.Problem;
import dev.lull.stack.ServiceName;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Snapshot;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import dev.lull.window.Action;
import dev.lull.window.RefusedException;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong is found before anything is touched, and said with the way out. */
class BadInputIT extends OnStack {

    BadInputIT() {
        super(new ExampleStack("single", "bad"));
    }

    @BeforeEach
    void up() {
        stack.quick().up();
    }

    @Test
    void every_wrong_label_is_named_at_once_with_the_nearest_known_one() {
        stack.edit("compose.yaml", "lull.migrate: single migrate", "lull.migrat: single migrate");
        stack.edit("compose.yaml", "lull.role: app", "lull.role: ap");
        stack.edit("compose.yaml", "  watch: 300ms", "  wach: 1s");

        assertThat(problems())
                .anyMatch(p -> p.contains("lull.migrat") && p.contains("Did you mean lull.migrate"))
                .anyMatch(p -> p.contains("'ap' is not a role") && p.contains("'app'"))
                .anyMatch(p -> p.contains("x-lull.wach") && p.contains("Did you mean watch"));
        assertThatThrownBy(() -> lull.open(stack, TestLull.update()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("nothing was touched");
    }

    @Test
    void a_stack_without_roles_gets_suggestions() {
        stack.edit("compose.yaml", "      lull.role: app\n", "");
        stack.up();

        assertThat(problems()).anyMatch(p -> p.contains("lull.role: app"));
    }

    @Test
    void a_role_that_differs_from_the_running_container_says_how_to_agree() {
        stack.edit("compose.yaml", "lull.role: app", "lull.role: worker");

        assertThat(problems())
                .anyMatch(p ->
                        p.contains("'worker' in the file")
                                && p.contains("'app' on the running container")
                                && p.contains("docker compose up -d app"))
                .anyMatch(p -> p.contains("no service has the role app"));
    }

    @Test
    void a_missing_and_a_broken_compose_file_are_named() throws IOException {
        Path file = stack.directory().resolve("compose.yaml");
        String text = Files.readString(file);

        Files.delete(file);
        assertThat(problems()).anyMatch(p -> p.contains("compose.yaml is missing"));

        Files.writeString(file, text + "\nservices: [not, a, mapping]\n");
        assertThat(problems()).anyMatch(p -> p.contains("can't be read"));
        Files.writeString(file, text);
    }

    @Test
    void images_ports_and_services_are_checked_before_anything_is_touched() throws IOException {
        Map<String, String> before = Snapshot.of(stack);
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            stack.edit(
                    "compose.yaml",
                    "    restart: always",
                    "    restart: always\n    pull_policy: never");
            stack.set("PORT", Integer.toString(other.getLocalPort()));
            stack.set("VERSION", "8-not-built");

            WindowId id = lull.run(stack, TestLull.update());

            assertRefused(
                    id,
                    "lull-single:8-not-built is not built yet",
                    "port 127.0.0.1:" + other.getLocalPort() + " of this host is taken");
        }
        assertThat(Snapshot.of(stack)).isEqualTo(before);
    }

    @Test
    void an_image_that_cannot_be_pulled_is_refused() {
        WindowId id =
                lull.run(
                        stack,
                        new Change.Update(
                                Map.of(
                                        new ServiceName("nix"), "lull-single:2",
                                        new ServiceName("app"), "127.0.0.1:9/nobody/nothing:1"),
                                false));

        assertRefused(id, "no such service", "127.0.0.1:9/nobody/nothing:1");
    }

    @Test
    void a_foreign_writer_of_the_volume_is_named_before_the_door_closes() {
        String volume = stack.project() + "_data";
        String name = stack.project() + "-writer";
        TestBed.docker(
                "run",
                "-d",
                "--name",
                name,
                "--label",
                "com.docker.compose.project=" + stack.project() + "-other",
                "-v",
                volume + ":/data",
                "lull-testbed/nginx:latest",
                "sleep",
                "300");
        try {
            WindowId id = lull.run(stack, TestLull.update());

            assertRefused(id, name + " mounts " + volume + " writable", "lull.writes");
        } finally {
            TestBed.docker("rm", "-f", name);
        }
    }

    @Test
    void a_second_window_on_the_stack_is_refused_with_the_number_of_the_first() {
        WindowId first = lull.run(stack, new Change.None());

        assertThatThrownBy(() -> lull.open(stack, TestLull.update()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("window " + first + " open")
                .hasMessageContaining("lull abort " + first);
        lull.ask(first, Action.ABORT, Optional.empty());
    }

    @Test
    void an_app_that_is_broken_already_is_not_updated() {
        stack.compose("stop", "app");

        WindowId id = lull.run(stack, TestLull.update());

        assertRefused(id, "does not run", "Mend it first");
    }

    @Test
    void a_point_that_is_not_there_is_refused() {
        WindowId id = lull.run(stack, new Change.Restore("no-such-point"));

        assertRefused(id, "no-such-point", "lull snapshots");
    }

    @Test
    void a_disk_without_room_for_the_rollback_point_is_named_before_the_door_closes() {
        Map<String, String> before = Snapshot.of(stack);
        try (TestLull small = TestLull.withRoom(32)) {
            WindowId id = small.run(stack, TestLull.update());

            assertRefused(small, id, "the rollback point may need", "lull snapshots");
        }
        assertThat(Snapshot.of(stack)).isEqualTo(before);
    }

    @Test
    void a_service_that_stands_in_no_file_any_more_is_named() {
        stack.edit("compose.yaml", "  app:\n    build:", "  notebook:\n    build:");

        assertThat(problems())
                .anyMatch(p ->
                        p.contains("/app")
                                && p.contains("docker rm -f " + stack.project() + "-app-1"));
    }

    private void assertRefused(WindowId id, String... says) {
        assertRefused(lull, id, says);
    }

    private static void assertRefused(TestLull lull, WindowId id, String... says) {
        WindowState state = lull.state(id);
        assertThat(state.phase()).as(lull.story(id)).isEqualTo(Phase.REFUSED);
        assertThat(state.ended().orElseThrow().summary()).contains(says);
    }

    private List<String> problems() {
        Stack found = lull.wiring().stacks().find(new StackName(stack.project())).orElseThrow();
        return found.problems().stream().map(Problem::toString).toList();
    }
}
