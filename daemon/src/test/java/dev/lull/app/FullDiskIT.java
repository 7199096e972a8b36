package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.LullProcess;
import dev.lull.testbed.SmallDisk;
import dev.lull.testbed.Snapshot;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.Wait;
import dev.lull.testbed.Web;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The disk of the state directory fills up in mid-window, under a real daemon. */
class FullDiskIT {
    private static final int MEGABYTES = 640;

    private final ExampleStack stack = new ExampleStack("guestbook", "disk");
    private final SmallDisk disk = new SmallDisk(MEGABYTES);
    private final Path state = disk.folder().resolve("state");

    /** Not on the full disk. */
    private final Path socket = stack.directory().resolve("lull.sock");

    @BeforeAll
    static void sweep() {
        TestBed.required();
        TestBed.sweep();
    }

    /** The worker is drained when a test says so: the window waits until then. */
    @BeforeEach
    void upWithAnEntry() {
        stack.quick().set("CRON_SECONDS", "1");
        stack.edit(
                "compose.yaml", "lull.drained: guestbook drained", "lull.drained: test -e /tmp/go");
        stack.edit("compose.yaml", "lull.drain.timeout: 10s", "lull.drain.timeout: 5m");
        stack.up();
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);
    }

    @AfterEach
    void removeEverything() {
        stack.close();
        disk.close();
    }

    private LullProcess daemon() {
        return LullProcess.daemon(state, socket, "none");
    }

    private LullProcess begin() {
        stack.set("VERSION", "2");
        LullProcess run =
                LullProcess.begin("run", stack.project(), "--yes", "--socket", socket.toString());
        Wait.until(
                () -> "the worker is being drained: " + run.printed(),
                () -> run.printed().contains("close-workers: let workers finish"));
        return run;
    }

    private void drained() {
        stack.compose("exec", "-T", "worker", "touch", "/tmp/go");
    }

    private String show() {
        return LullProcess.run("show", "1", "--socket", socket.toString())
                .printed()
                .replaceAll("\\s+", " ");
    }

    @Test
    void full_while_the_rollback_point_is_written_goes_the_way_back_and_leaves_no_part_of_it()
            throws IOException {
        Map<String, String> before = Snapshot.of(stack);
        try (LullProcess daemon = daemon();
                LullProcess run = begin()) {
            disk.fill(2_000_000);
            drained();

            LullProcess.End end = run.end();
            assertThat(end.printed()).contains("snapshot: FAILED").contains("no space left in");
            assertThat(end.code()).as(end.printed()).isEqualTo(4);
            assertThat(points()).isEmpty();
            assertThat(show())
                    .contains(
                            "Nothing had been changed yet, and what had been closed is open again")
                    .contains("no space left in " + state);
            assertThat(daemon.printed())
                    .contains("snapshot failed: ")
                    .contains("was not written: no space left in " + state);
        }
        stack.set("VERSION", "1");
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertThat(stack.rows("SELECT token FROM entries")).isEqualTo("one\n");
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    @Test
    void full_for_the_journal_stands_still_loudly_and_goes_on_when_there_is_room() {
        LullProcess first = daemon();
        try (LullProcess run = begin()) {
            disk.fill(0);
            drained();
            assertStandsStill(first);
            first.close(); // It is killed, and another is started on the full disk.
            try (LullProcess daemon = daemon()) {
                assertStandsStill(daemon);
                assertThat(show())
                        .contains("STANDS STILL")
                        .contains("there is no room left in " + state)
                        .contains("goes on by itself");
                assertThat(LullProcess.run("windows", "--socket", socket.toString()).printed())
                        .contains("stands still");
                disk.makeRoom();

                LullProcess.End end = run.end();
                assertThat(end.code()).as(end.printed()).isZero();
                assertThat(daemon.printed()).contains("its journal can be written again");
            }
        } finally {
            first.close();
        }
        assertThat(Web.get(stack.port(), "/version").body()).contains("2");
        assertThat(stack.rows("SELECT token FROM entries")).isEqualTo("one\n");
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    private void assertStandsStill(LullProcess daemon) {
        Wait.until(
                () -> "the log says so: " + daemon.printed(),
                () -> daemon.printed().contains("stands still: its journal can't be written"));
        assertThat(daemon.printed()).contains("there is no room left in " + state);
    }

    private List<String> points() throws IOException {
        Path folder = state.resolve("points");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> points = Files.list(folder)) {
            return points.map(p -> p.getFileName().toString()).toList();
        }
    }
}
