package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.check.Checks;
import dev.lull.docker.Discovery;
import dev.lull.docker.EngineException;
import dev.lull.schedule.NotNowException;
import dev.lull.stack.StackName;
import dev.lull.step.HealthNow;
import dev.lull.window.RefusedException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a stack is well before a window is opened for it. */
class HealthNowTest {
    @TempDir private Path folder;
    private World world;

    @BeforeEach
    void make() {
        world = new World(World.Shape.GUESTBOOK, folder);
    }

    private List<String> ailments(StackName stack) throws InterruptedException {
        return new HealthNow(
                        new Discovery(world.engine(), world.compose()),
                        world.engine(),
                        new Checks(world.engine(), world.http(), world.clock),
                        world.clock)
                .ailments(stack);
    }

    private List<String> ailments() throws InterruptedException {
        return ailments(world.shape.stack);
    }

    @Test
    void where_all_runs_and_answers_there_are_none_and_nothing_is_touched() throws Exception {
        assertThat(ailments()).isEmpty();
        assertThat(world.differencesFromBefore()).isEmpty();
    }

    @Test
    void an_app_that_answers_with_an_error_is_ill() throws Exception {
        world.oldVersionIsIll();
        assertThat(ailments()).singleElement().asString().contains("guestbook-app-1: ");
    }

    @Test
    void a_worker_or_a_data_store_that_does_not_run_is_ill() throws Exception {
        world.engine.crash("guestbook-worker-1", 3);
        world.engine.crash("guestbook-db-1", 1);
        assertThat(ailments())
                .anySatisfy(a ->
                        assertThat(a).contains("guestbook-worker-1 does not run", "exit code 3"))
                .anySatisfy(a -> assertThat(a).contains("guestbook-db-1 does not run"));
    }

    @Test
    void one_without_a_container_is_too() throws Exception {
        world.engine.stop("guestbook-worker-1");
        world.engine.remove("guestbook-worker-1");
        assertThat(ailments()).containsExactly("worker has no container");
    }

    @Test
    void what_visitors_do_not_need_may_be_down() throws Exception {
        world.engine.crash("guestbook-cron-1", 1);
        assertThat(ailments()).isEmpty();
    }

    @Test
    void where_it_can_not_be_told_that_is_said() {
        world.engine.failBefore("inspect", 1, new EngineException.Transient("not now"));
        assertThatThrownBy(this::ailments)
                .isInstanceOf(NotNowException.class)
                .hasMessage("whether stack guestbook is healthy can't be told: not now");
        world.engine.failBefore("inspect", 1, new EngineException.Permanent("never"));
        assertThatThrownBy(this::ailments)
                .isInstanceOf(RefusedException.class)
                .hasMessage("whether stack guestbook is healthy can't be told: never");
        assertThatThrownBy(() -> ailments(new StackName("nowhere")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("there is no stack nowhere");
    }
}
