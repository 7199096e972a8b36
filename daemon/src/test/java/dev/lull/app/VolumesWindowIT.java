package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Points;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.Sh;
import dev.lull.testbed.TestLull;
import dev.lull.testbed.Web;
import dev.lull.window.RefusedException;
import dev.lull.window.WindowId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whole windows on data that lie elsewhere than in Docker's own folder. */
class VolumesWindowIT extends OnStack {
    private static final String ENTRIES = "one|hello from one\n";

    private final Path elsewhere = stack.directory().resolve("elsewhere");

    VolumesWindowIT() {
        super(new ExampleStack("single", "vol").quick());
    }

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectory(elsewhere);
        // The app in the container is another user than this one.
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** The very shape in which Docker shows an empty folder once the app is stopped. */
    private void bindTheVolume() {
        stack.edit(
                "compose.yaml",
                "volumes:\n  data:\n",
                "volumes:\n  data:\n    driver_opts: { type: none, o: bind, device: "
                        + elsewhere
                        + " }\n");
    }

    private void mountTheFolder() {
        stack.edit("compose.yaml", "- data:/data", "- ./elsewhere:/data");
    }

    private void upWithAnEntry() {
        stack.up();
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);
    }

    private void assertComesBack() throws IOException {
        List<Path> before = files();
        stack.set("VERSION", "2-bad-migration");

        WindowId id = lull.run(stack, TestLull.update());

        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        assertThat(lull.state(id).back().orElseThrow().turned().why())
                .contains(StepKind.MIGRATE.word());
        assertThat(stack.rows("SELECT token, text FROM entries")).isEqualTo(ENTRIES);
        assertThat(files()).containsAll(before);
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(elsewhere)) {
            return files.filter(f -> f.toString().endsWith(".db")).toList();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_volume_that_is_bound_to_a_folder_comes_back_row_by_row() throws IOException {
        bindTheVolume();
        upWithAnEntry();
        assertThat(files()).isNotEmpty();
        assertComesBack();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_bind_mount_is_refused_until_a_label_says_whether_and_then_comes_back()
            throws IOException {
        mountTheFolder();
        upWithAnEntry();
        assertThatThrownBy(() -> lull.run(stack, TestLull.update()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e ->
                                assertThat(e.problems())
                                        .anyMatch(p -> p.contains("lull.snapshot.bind: \"true\"")));
        stack.edit(
                "compose.yaml",
                "lull.role: app",
                "lull.role: app\n      lull.snapshot.bind: \"true\"");
        assertComesBack();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_person_restores_by_hand_what_the_manifest_says_old_version_and_old_data()
            throws IOException {
        upWithAnEntry();
        stack.set("VERSION", "2");
        WindowId id = lull.run(stack, TestLull.update());
        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(Web.write(stack.port(), "two").statusCode()).isEqualTo(201);
        PointId point = new PointId(String.valueOf(lull.state(id).notes().get("point")));
        Points points = lull.wiring().points();

        Sh.bash(
                points.root().resolve(point.value()),
                String.join("\n", points.find(point).orElseThrow().restoreByHand())
                        + "\ntimeout 60 bash -c 'until curl -fs http://127.0.0.1:"
                        + stack.port()
                        + "/healthz; do sleep 0.2; done'");

        assertThat(Web.get(stack.port(), "/version").body()).contains("1");
        assertThat(stack.rows("SELECT token, text FROM entries")).isEqualTo(ENTRIES);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_volume_in_memory_is_refused() {
        stack.edit(
                "compose.yaml",
                "volumes:\n  data:\n",
                "volumes:\n  data:\n    driver_opts: { type: tmpfs, device: tmpfs }\n");
        stack.up();

        WindowId id = lull.run(stack, TestLull.update());

        assertThat(lull.state(id).phase()).isEqualTo(Phase.REFUSED);
        assertThat(lull.story(id)).contains("lull.snapshot: none");
    }
}
