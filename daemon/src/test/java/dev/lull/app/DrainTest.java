package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.ServiceName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A worker is asked to take no new jobs and waited for; one that does not comply is left alone. */
class DrainTest {
    private static final Change TO_TWO =
            new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), false);

    private static final String WORKER = "guestbook-worker-1";
    private static final List<String> DRAIN = List.of("guestbook", "drain");
    private static final List<String> DRAINED = List.of("guestbook", "drained");

    @TempDir private Path folder;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_worker_is_told_to_drain_then_seen_to_be_idle_then_stopped() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(world.engine.mutations())
                    .containsSubsequence(
                            "exec " + WORKER + " guestbook drain",
                            "exec " + WORKER + " guestbook drained",
                            "stop " + WORKER)
                    .containsOnlyOnce("exec " + WORKER + " guestbook drain");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void one_that_is_still_busy_after_its_time_turns_the_window_back() throws Exception {
        World world =
                Visit.world(
                        World.Shape.GUESTBOOK,
                        folder,
                        "lull.drained: guestbook drained",
                        "lull.drained: guestbook drained\n      lull.drain.timeout: 300ms");
        world.engine.execEnds(WORKER, DRAINED, 1);
        assertTurnsBack(world, WORKER + " is still busy after 0.3s (lull.drain.timeout)");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void one_that_refuses_to_drain_turns_the_window_back() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.engine.execEnds(WORKER, DRAIN, 3, "no queue");
        assertTurnsBack(world, WORKER + ": lull.drain 'guestbook drain' exited with 3");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void one_whose_drain_does_not_end_turns_the_window_back() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.engine.execHangs(WORKER, DRAIN);
        Map<String, String> before = world.containers();
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.CLOSE_WORKERS))
                    .contains(WORKER + ": lull.drain 'guestbook drain' had not ended after 60 s");
            assertThat(visit.phase()).isEqualTo(Phase.ABORTED);
            assertThat(world.engine.mutations()).contains("start " + WORKER);
            assertThat(world.containers()).isEqualTo(before);
        }
    }

    /** It was told to take no new jobs: only a new start lets it take them again. */
    private static void assertTurnsBack(World world, String why) throws InterruptedException {
        Map<String, String> before = world.containers();
        Map<String, String> data = world.data();
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.CLOSE_WORKERS)).contains(why);
            assertThat(visit.phase()).isEqualTo(Phase.ABORTED);
            assertThat(world.engine.mutations())
                    .containsSubsequence(
                            "exec " + WORKER + " guestbook drain",
                            "stop " + WORKER,
                            "start " + WORKER)
                    .doesNotContain("stop guestbook-app-1");
            assertThat(world.containers()).isEqualTo(before);
            assertThat(world.data()).isEqualTo(data);
            assertThat(world.violations()).isEmpty();
        }
    }
}
