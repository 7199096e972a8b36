package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.testbed.Closed;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.Snapshot;
import dev.lull.testbed.TestLull;
import dev.lull.testbed.Visitors;
import dev.lull.testbed.Web;
import dev.lull.window.Action;
import dev.lull.window.RefusedException;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Windows on the guestbook that return to what it was. */
class GuestbookWayBackIT extends OnGuestbook {
    private static final String SMOKE = "lull.check.exec: guestbook smoke";

    private static final String ONLY_VERSION_1 =
            "\n      lull.check.2.exec: sh -c 'curl -fs localhost:8000/version | grep -q 1'";

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_migration_that_fails_half_way_brings_back_data_and_containers_as_they_were() {
        assertComesBack("2-bad-migration", StepKind.MIGRATE, "exited with 1");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_new_version_that_logs_a_traceback_never_meets_a_visitor() {
        assertComesBack("2-traceback", StepKind.VALIDATE, "Traceback");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_new_version_that_never_becomes_healthy_never_meets_a_visitor() {
        stack.edit("compose.yaml", "lull.check.timeout: 30s", "lull.check.timeout: 6s");
        assertComesBack("2-unhealthy", StepKind.VALIDATE, "healthy");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_new_version_that_answers_500_never_meets_a_visitor() {
        stack.edit("compose.yaml", "lull.check.timeout: 30s", "lull.check.timeout: 6s");
        assertComesBack("2-error500", StepKind.VALIDATE, "answered with 500");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_new_version_whose_check_command_fails_never_meets_a_visitor() {
        stack.edit("compose.yaml", "lull.check.timeout: 30s", "lull.check.timeout: 6s")
                .edit("compose.yaml", SMOKE, SMOKE + ONLY_VERSION_1);
        assertComesBack("2", StepKind.VALIDATE, "grep -q 1' exited with 1");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_worker_that_crashes_after_reopening_holds_the_window_and_can_be_rolled_back() {
        stack.edit(
                "compose.yaml",
                "lull.drain.timeout: 10s\n      lull.watch: 300ms",
                "lull.drain.timeout: 10s\n      lull.watch: 8s");
        upToBeRead();
        Map<String, String> before = Snapshot.of(stack);
        stack.set("VERSION", "2-worker-crash");

        Closed.Run run = Closed.run(lull, stack, TestLull.update());

        WindowId id = run.id();
        WindowState held = lull.state(id);
        assertThat(held.held().map(h -> h.step()))
                .as(lull.story(id))
                .contains(StepKind.REOPEN_WORKERS);
        assertThat(Web.write(stack.port(), "three").statusCode()).isEqualTo(201);
        assertThat(held.offers()).contains(Action.RETRY, Action.ROLLBACK);
        assertThatThrownBy(() -> lull.ask(id, Action.ROLLBACK, Optional.empty()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("would be lost");

        WindowState back = lull.ask(id, Action.ROLLBACK, Optional.of(stack.project()));

        assertThat(back.phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        stack.set("VERSION", "1");
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertDataOf(run);
        assertUnchangedByUp();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void an_abort_in_the_quiet_returns_to_the_state_before() {
        upToBeRead();
        Map<String, String> before = Snapshot.of(stack);

        Closed.Run run = Closed.run(lull, stack, new Change.None());
        WindowId id = run.id();
        stack.rows("UPDATE entries SET text = 'edited in the quiet' WHERE id % 2 = 0");
        WindowState end = lull.ask(id, Action.ABORT, Optional.empty());

        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertDataOf(run);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    private void assertComesBack(String version, StepKind fails, String why) {
        upToBeRead();
        Map<String, String> before = Snapshot.of(stack);
        stack.set("VERSION", version);

        Closed.Run run;
        try (Visitors visitors = readers()) {
            run = Closed.run(lull, stack, TestLull.update());
            assertNoneEarly(visitors, run.id(), "1");
        }
        WindowId id = run.id();
        WindowState end = lull.state(id);
        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        assertThat(end.back().orElseThrow().turned().why())
                .contains(fails.word())
                .containsIgnoringCase(why);
        stack.set("VERSION", "1");
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertDataOf(run);
        assertThat(Web.write(stack.port(), "three").statusCode()).isEqualTo(201);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }
}
