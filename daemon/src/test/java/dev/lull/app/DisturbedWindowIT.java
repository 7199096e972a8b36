package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.testbed.EngineView;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.Snapshot;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.Web;
import dev.lull.window.Action;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to the containers of a stack while its window is open. */
class DisturbedWindowIT extends OnStack {

    DisturbedWindowIT() {
        super(new ExampleStack("single", "it"));
    }

    /** It finishes its job, which takes its time, before it ends. */
    private static final String WORKER =
            """
              worker:
                image: lull-single:1
                command: sh -c 'trap "sleep 6; exit 0" TERM; while :; do sleep 0.2; done'
                stop_grace_period: 40s
                restart: unless-stopped
                networks: [jobs]
                labels:
                  lull.role: worker
                  lull.watch: 1s

            networks:
              jobs:

            volumes:
            """;

    @BeforeEach
    void upWithAWorker() {
        stack.quick().edit("compose.yaml", "volumes:\n  data:", WORKER + "  data:").up();
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);
    }

    @Test
    void a_closed_worker_that_is_removed_is_missed_and_the_way_back_makes_it_again() {
        Map<String, String> before = Snapshot.of(stack);
        WindowId id = lull.run(stack, new Change.None());
        TestBed.docker("rm", worker());
        TestBed.docker("network", "prune", "-f");

        WindowState held = lull.ask(id, Action.REOPEN, Optional.empty());

        assertThat(held.held().map(h -> h.step()))
                .as(lull.story(id))
                .contains(StepKind.REOPEN_WORKERS);
        assertThat(held.held().orElseThrow().why()).contains("worker-1").contains("no container");
        WindowState end = lull.ask(id, Action.ROLLBACK, Optional.of(stack.project()));
        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    @Test
    void an_app_that_is_removed_while_a_person_works_is_missed_and_the_work_is_kept() {
        WindowId id = lull.run(stack, new Change.None());
        stack.compose(
                "run", "--rm", "-T", "--no-deps", "app", "sh", "-c", "echo edited > /data/work");
        TestBed.docker("rm", stack.project() + "-app-1");

        WindowState held = lull.ask(id, Action.REOPEN, Optional.empty());

        assertThat(held.held().map(h -> h.step())).as(lull.story(id)).contains(StepKind.VALIDATE);
        assertThat(held.held().orElseThrow().why()).contains("app-1").contains("no container");
        assertThat(Web.get(stack.port(), "/").statusCode()).isEqualTo(503);

        stack.compose("up", "--no-start", "--no-build", "app");
        WindowState end = lull.ask(id, Action.RETRY, Optional.empty());

        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(stack.compose("exec", "-T", "app", "cat", "/data/work")).contains("edited");
        assertUnchangedByUp();
    }

    @Test
    void a_worker_that_was_told_to_end_when_the_window_was_aborted_runs_for_good_afterwards() {
        String startedAt = startedAt();
        WindowId id = lull.open(stack, new Change.None());
        lull.await(id, s -> s.notes().keySet().stream().anyMatch(k -> k.startsWith("stopping/")));

        WindowState end = lull.ask(id, Action.ABORT, Optional.empty());

        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.ABORTED);
        assertThat(startedAt()).isNotEqualTo(startedAt);
        assertThat(EngineView.restartPolicies(stack)).containsEntry("worker", "unless-stopped");
        assertThat(TestBed.docker("inspect", "-f", "{{.State.Running}}", worker()).strip())
                .isEqualTo("true");
        assertUnchangedByUp();
    }

    private String worker() {
        return stack.project() + "-worker-1";
    }

    private String startedAt() {
        return TestBed.docker("inspect", "-f", "{{.State.StartedAt}}", worker());
    }
}
