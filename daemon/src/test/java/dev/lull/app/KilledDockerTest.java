package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.StepKind;
import dev.lull.window.Step;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Docker is killed as a step begins, and what was {@code unless-stopped} stays down. */
class KilledDockerTest {
    private static final Set<StepKind> NOT_HERE =
            EnumSet.of(StepKind.PREPARE, StepKind.EXEC, StepKind.WORK);

    @TempDir Path folder;

    static Stream<Arguments> steps() {
        return Stream.of(Story.UPDATE, Story.FAILING_MIGRATION, Story.ROLLBACK_BY_HAND)
                .flatMap(story ->
                        Arrays.stream(StepKind.values())
                                .filter(kind -> !NOT_HERE.contains(kind))
                                .filter(kind -> !isOverThen(story, kind))
                                .map(kind -> Arguments.of(story, kind)));
    }

    /** The person rolls back what is ill while it is watched; started again it is well. */
    private static boolean isOverThen(Story story, StepKind kind) {
        return story == Story.ROLLBACK_BY_HAND && kind == StepKind.WATCH;
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("steps")
    void the_window_comes_to_its_end(Story story, StepKind kind) throws InterruptedException {
        AtomicReference<World> world = new AtomicReference<>();
        AtomicBoolean killed = new AtomicBoolean();
        Story.End end =
                story.tell(
                        folder,
                        Death.never(),
                        step -> killing(step, kind, killed, world),
                        world::set);
        assertThat(end.wrong()).isEmpty();
        assertThat(end.phase()).isEqualTo(story.end);
    }

    private static Step killing(
            Step step, StepKind kind, AtomicBoolean killed, AtomicReference<World> world) {
        return context -> {
            if (context.planned().kind() == kind && killed.compareAndSet(false, true)) {
                Objects.requireNonNull(world.get()).killDocker();
            }
            return step.perform(context);
        };
    }
}
