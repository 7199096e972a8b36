package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.Command;
import dev.lull.stack.ServiceName;
import dev.lull.testbed.Data;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.Snapshot;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import dev.lull.testbed.Web;
import dev.lull.window.WindowId;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows around what a stack is made from: its files and its images. */
class FilesWindowIT extends OnStack {

    FilesWindowIT() {
        super(new ExampleStack("single", "files").quick());
    }

    private static final String LABEL = TestBed.LABEL + "=" + TestBed.SELF;

    /** Once it was started with a file of that name among its data, it is never healthy. */
    private static final String ILL = "/data/ill";

    @BeforeEach
    void useAnEnvFile() throws IOException {
        greet("hello");
        stack.edit(
                "compose.yaml", "    environment:\n", "    env_file: app.env\n    environment:\n");
    }

    @Test
    void a_changed_env_file_is_in_the_new_container_and_a_way_back_returns_the_old_value()
            throws IOException {
        up();
        greet("good morning");

        WindowId good = lull.run(stack, TestLull.update());

        assertEnds(good, Phase.DONE);
        assertThat(greeting()).isEqualTo("good morning");
        assertUnchangedByUp();
        Map<String, String> before = Snapshot.of(stack);
        List<String> data = Data.of(stack);
        greet("good evening");
        stack.set("VERSION", "2-bad-migration");

        WindowId bad = lull.run(stack, TestLull.update());

        assertEnds(bad, Phase.ROLLED_BACK);
        assertThat(greeting()).isEqualTo("good morning");
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertThat(Data.of(stack)).isEqualTo(data);
        greet("good morning");
        stack.set("VERSION", "1");
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    @Test
    void a_restore_brings_back_every_file_and_one_to_a_point_that_is_ill_goes_back_by_itself()
            throws IOException {
        stack.edit("compose.yaml", "lull.check.timeout: 30s", "lull.check.timeout: 6s");
        stack.edit("compose.yaml", "test: curl", "test: test ! -e /tmp/ill && curl");
        stack.edit(
                "compose.yaml",
                "    restart: always\n",
                "    restart: always\n"
                        + "    command: sh -c 'test -e "
                        + ILL
                        + " && touch /tmp/ill; exec single web'\n");
        up();
        TestBed.docker("exec", app(), "touch", ILL);
        Change mend = new Change.Exec(new ServiceName("app"), Command.parse("rm " + ILL));
        String ill = point(mend);
        Map<String, String> containers = Snapshot.of(stack);
        List<String> data = Data.of(stack);
        Map<String, String> files = files();
        String well = point(new Change.Exec(new ServiceName("app"), Command.parse("true")));

        greet("good morning");
        stack.set("VERSION", "2");
        stack.edit("compose.yaml", "watch: 300ms", "watch: 301ms # edited");
        assertEnds(lull.run(stack, TestLull.update()), Phase.DONE);
        assertThat(Web.write(stack.port(), "two").statusCode()).isEqualTo(201);
        Map<String, String> newContainers = Snapshot.of(stack);
        List<String> newData = Data.of(stack);
        Map<String, String> newFiles = files();

        WindowId bad = lull.run(stack, new Change.Restore(ill));

        assertEnds(bad, Phase.ROLLED_BACK);
        assertThat(lull.state(bad).back().orElseThrow().turned().why())
                .contains(StepKind.VALIDATE.word())
                .contains("healthy");
        assertThat(files()).isEqualTo(newFiles);
        assertThat(Snapshot.of(stack)).isEqualTo(newContainers);
        assertThat(Data.of(stack)).isEqualTo(newData);
        assertUnchangedByUp();

        WindowId restore = lull.run(stack, new Change.Restore(well));

        assertEnds(restore, Phase.DONE);
        assertThat(files()).isEqualTo(files);
        assertThat(Snapshot.of(stack)).isEqualTo(containers);
        assertThat(Data.of(stack)).isEqualTo(data);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    @Test
    void an_image_whose_tag_was_removed_is_what_a_restore_runs() {
        String mine = stack.project() + "-image";
        stack.edit("compose.yaml", "image: lull-single:", "image: " + mine + ":");
        String old = ownImage(mine + ":1");
        TestBed.docker("tag", "lull-single:2", mine + ":2");
        try {
            up();
            List<String> data = Data.of(stack);
            stack.set("VERSION", "2");
            String point = point(TestLull.update());
            TestBed.docker("rmi", mine + ":1");
            TestBed.docker("image", "prune", "-f", "--filter", "label=" + LABEL);

            WindowId restore = lull.run(stack, new Change.Restore(point));

            assertEnds(restore, Phase.DONE);
            assertThat(TestBed.docker("inspect", "-f", "{{.Image}} {{.State.Running}}", app()))
                    .isEqualTo(old + " true\n");
            assertThat(Web.get(stack.port(), "/version").body()).contains("1");
            assertThat(Data.of(stack)).isEqualTo(data);
            assertThat(Leftovers.of(stack)).isEmpty();
        } finally {
            stack.down();
            TestBed.docker("rmi", mine + ":2");
        }
    }

    /** An image that no other tag names, and its id. */
    private static String ownImage(String tag) {
        String container = TestBed.docker("create", "lull-single:1").strip();
        String id = TestBed.docker("commit", "-c", "LABEL " + LABEL, container, tag).strip();
        TestBed.docker("rm", container);
        return id;
    }

    private void up() {
        stack.up();
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);
        Data.fill(stack);
    }

    private void greet(String greeting) throws IOException {
        Files.writeString(stack.directory().resolve("app.env"), "GREETING=" + greeting + "\n");
    }

    private String greeting() {
        return TestBed.docker("exec", app(), "printenv", "GREETING").strip();
    }

    private String app() {
        return stack.project() + "-app-1";
    }

    /** Of a window that ends well. */
    private String point(Change change) {
        WindowId id = lull.run(stack, change);
        assertEnds(id, Phase.DONE);
        return String.valueOf(lull.state(id).notes().get("point"));
    }

    private void assertEnds(WindowId id, Phase phase) {
        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(phase);
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String name : List.of("compose.yaml", ".env", "app.env")) {
            files.put(name, Files.readString(stack.directory().resolve(name)));
        }
        return files;
    }
}
