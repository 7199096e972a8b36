package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.Command;
import dev.lull.stack.ServiceName;
import dev.lull.testbed.Data;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.InsertingMigration;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.Ports;
import dev.lull.testbed.Snapshot;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import dev.lull.testbed.Web;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whole windows on one app that publishes its own port and keeps its data in a volume. */
class SingleWindowIT extends OnStack {

    SingleWindowIT() {
        super(new ExampleStack("single", "it"));
    }

    @BeforeEach
    void upWithAnEntry() {
        stack.quick().up();
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);
        Data.fill(stack);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void an_update_with_a_migration_ends_done() {
        stack.set("VERSION", "2");

        WindowId id = lull.run(stack, TestLull.update());

        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(Web.get(stack.port(), "/version").body()).contains("2");
        assertThat(Web.get(stack.port(), "/entries/one").statusCode()).isEqualTo(200);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_migration_that_fails_half_way_brings_back_data_and_container() {
        assertComesBack("2-bad-migration", StepKind.MIGRATE);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_new_version_that_answers_500_never_meets_a_visitor() {
        stack.edit("compose.yaml", "lull.check.timeout: 30s", "lull.check.timeout: 6s");
        stack.up();
        assertComesBack("2-error500", StepKind.VALIDATE);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_person_works_in_the_quiet_and_then_says_reopen() {
        List<String> data = Data.of(stack);
        WindowId id = lull.run(stack, new Change.None());

        assertThat(Web.get(stack.port(), "/").statusCode()).isEqualTo(503);
        assertThat(lull.ask(id, Action.REOPEN, Optional.empty()).phase())
                .as(lull.story(id))
                .isEqualTo(Phase.DONE);
        assertThat(Data.of(stack)).isEqualTo(data);
        assertUnchangedByUp();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void migrate_exec_and_restore_work_as_on_a_larger_stack() {
        Map<String, String> before = Snapshot.of(stack);
        List<String> data = Data.of(stack);
        WindowId migrate = lull.run(stack, new Change.Migrate());
        assertThat(lull.state(migrate).phase()).as(lull.story(migrate)).isEqualTo(Phase.DONE);

        WindowId exec =
                lull.run(
                        stack,
                        new Change.Exec(
                                new ServiceName("app"),
                                Command.parse("sh -c 'rm -f /data/single.db; echo gone'")));
        // The new file has the table again and no entry: every check passes, the data are gone.
        assertThat(lull.state(exec).phase()).as(lull.story(exec)).isEqualTo(Phase.DONE);
        assertThat(Web.get(stack.port(), "/entries/one").statusCode()).isEqualTo(404);

        String point = String.valueOf(lull.state(exec).notes().get("point"));
        WindowId restore = lull.run(stack, new Change.Restore(point));

        assertThat(lull.state(restore).phase()).as(lull.story(restore)).isEqualTo(Phase.DONE);
        assertThat(Data.of(stack)).isEqualTo(data);
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_migration_runs_once_and_a_failing_one_brings_back_data_and_container() {
        InsertingMigration.use(stack);
        stack.up();

        WindowId id = lull.run(stack, new Change.Migrate());

        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(InsertingMigration.rows(stack)).isEqualTo(1);
        assertUnchangedByUp();
        List<String> data = Data.of(stack);
        Map<String, String> before = Snapshot.of(stack);

        WindowId failing = lull.run(stack, new Change.Migrate());

        assertThat(lull.state(failing).phase())
                .as(lull.story(failing))
                .isEqualTo(Phase.ROLLED_BACK);
        assertThat(lull.output(failing, StepKind.MIGRATE)).contains("migrations: 2");
        assertThat(Data.of(stack)).isEqualTo(data);
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertUnchangedByUp();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_port_that_was_taken_meanwhile_is_named_and_visitors_come_in_when_it_is_free()
            throws IOException {
        WindowId id = lull.run(stack, new Change.None());
        TestBed.docker("rm", "-f", page());
        lull.await(
                id,
                s ->
                        s.steps().stream()
                                .anyMatch(r ->
                                        r.kind() == StepKind.CLOSE_APP
                                                && r.text().contains("stopped or removed")));

        InetSocketAddress port =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), stack.port());
        try (ServerSocket other = new ServerSocket()) {
            other.setReuseAddress(true);
            other.bind(port);
            WindowState held = lull.ask(id, Action.REOPEN, Optional.empty());
            assertThat(held.held().orElseThrow().why())
                    .as(lull.story(id))
                    .contains("'ss -ltnp sport = :" + stack.port() + "'");
            assertThat(held.offers()).contains(Action.RETRY);
        }

        assertThat(lull.ask(id, Action.RETRY, Optional.empty()).phase())
                .as(lull.story(id))
                .isEqualTo(Phase.DONE);
        assertThat(Web.get(stack.port(), "/entries/one").statusCode()).isEqualTo(200);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_port_that_another_process_took_meanwhile_holds_the_window_and_the_page_answers()
            throws Exception {
        int before = stack.port();
        int wanted = Ports.free();
        stack.set("VERSION", "2").set("PORT", Integer.toString(wanted));
        WindowId id;
        try (ServerSocket other = new ServerSocket()) {
            id =
                    lull.run(
                            stack,
                            TestLull.update(),
                            recorded -> {
                                if (recorded.event() instanceof Event.StepStarted started
                                        && started.step() == StepKind.CLOSE_APP) {
                                    take(other, wanted);
                                }
                            });

            Event.Held held = lull.state(id).held().orElseThrow();
            assertThat(held.step()).as(lull.story(id)).isEqualTo(StepKind.REOPEN_APP);
            assertThat(held.why()).contains(wanted + "", "address already in use");
            assertThat(Web.get(before, "/").statusCode()).isEqualTo(503);
        }

        assertThat(lull.ask(id, Action.RETRY, Optional.empty()).phase())
                .as(lull.story(id))
                .isEqualTo(Phase.DONE);
        assertThat(Web.get(wanted, "/version").body()).contains("2");
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    private static void take(ServerSocket socket, int port) {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String page() {
        return TestBed.docker("ps", "-q", "--filter", "label=dev.lull.page=" + stack.project())
                .strip();
    }

    private void assertComesBack(String version, StepKind fails) {
        Map<String, String> before = Snapshot.of(stack);
        List<String> data = Data.of(stack);
        stack.set("VERSION", version);

        WindowId id = lull.run(stack, TestLull.update());

        WindowState end = lull.state(id);
        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        assertThat(end.back().orElseThrow().turned().why()).contains(fails.word());
        stack.set("VERSION", "1");
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertThat(Data.of(stack)).isEqualTo(data);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }
}
