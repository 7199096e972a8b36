package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.EngineException;
import dev.lull.plan.StepKind;
import dev.lull.window.Event;
import dev.lull.window.Outcome;
import dev.lull.window.Recorded;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
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

    private static final Set<StepKind> REOPENING =
            EnumSet.of(
                    StepKind.REOPEN_WORKERS,
                    StepKind.REOPEN_CRON,
                    StepKind.WATCH,
                    StepKind.COPY_OFFSITE);

    @TempDir Path folder;

    static Stream<Arguments> steps() {
        return Stream.of(Story.UPDATE, Story.FAILING_MIGRATION, Story.ROLLBACK_BY_HAND)
                .flatMap(story ->
                        Arrays.stream(StepKind.values())
                                .filter(kind -> !NOT_HERE.contains(kind))
                                .filter(kind -> !isOverThen(story, kind))
                                .filter(kind -> isStepOf(story, kind))
                                .map(kind -> Arguments.of(story, kind)));
    }

    /** Each once. */
    static Stream<Arguments> stepsThereAndBack() {
        return steps().filter(a -> {
            boolean opening = REOPENING.contains((StepKind) a.get()[1]);
            return a.get()[0] == (opening ? Story.UPDATE : Story.FAILING_MIGRATION);
        });
    }

    /** The steps in which something is open, as far as they differ. */
    static Stream<Arguments> reopening() {
        return Stream.concat(
                REOPENING.stream()
                        .filter(kind -> kind != StepKind.COPY_OFFSITE) // It calls nobody.
                        .map(kind -> Arguments.of(Story.UPDATE, kind)),
                Stream.of(Arguments.of(Story.FAILING_MIGRATION, StepKind.REOPEN_CRON)));
    }

    private static boolean isStepOf(Story story, StepKind kind) {
        return switch (kind) {
            case RESTORE_VOLUMES, RESTORE_CONTAINERS -> story != Story.UPDATE;
            case RESTORE_DUMPS -> false;
            case WATCH -> story != Story.FAILING_MIGRATION;
            case COPY_OFFSITE -> story == Story.UPDATE;
            default -> true;
        };
    }

    /** The person rolls back what is ill while it is watched; started again it is well. */
    private static boolean isOverThen(Story story, StepKind kind) {
        return story == Story.ROLLBACK_BY_HAND && kind == StepKind.WATCH;
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("steps")
    void the_window_comes_to_its_end(Story story, StepKind kind) throws InterruptedException {
        assertComesToItsEnd(
                story,
                kind,
                (world, step, context) -> {
                    world.killDocker();
                    return step.perform(context);
                });
    }

    /** When Docker's events were not followed yet since it was killed before. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("reopening")
    void so_it_does_when_only_a_call_has_seen_that_docker_went_away(Story story, StepKind kind)
            throws InterruptedException {
        assertComesToItsEnd(
                story,
                kind,
                (world, step, context) -> {
                    world.killDockerUnheard();
                    Objects.requireNonNull(world.faults().get("engine"))
                            .order("inspect", 1, false, new EngineException.Transient("refused"));
                    return step.perform(context);
                });
    }

    private void assertComesToItsEnd(Story story, StepKind kind, Killing killing)
            throws InterruptedException {
        AtomicReference<World> world = new AtomicReference<>();
        AtomicBoolean killed = new AtomicBoolean();
        Story.End end =
                story.tell(
                        folder,
                        Death.never(),
                        step -> once(step, kind, killed, killing, world),
                        world::set);
        assertThat(end.wrong()).isEmpty();
        assertThat(end.phase()).isEqualTo(story.end);
    }

    /** How a step goes in which Docker is killed. */
    private interface Killing {
        Outcome perform(World world, Step step, StepContext context) throws InterruptedException;
    }

    private static Step once(
            Step step,
            StepKind kind,
            AtomicBoolean killed,
            Killing killing,
            AtomicReference<World> world) {
        return context ->
                context.planned().kind() == kind && killed.compareAndSet(false, true)
                        ? killing.perform(Objects.requireNonNull(world.get()), step, context)
                        : step.perform(context);
    }

    /** As when the host loses its power: the daemon first, then Docker, and both come back. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("stepsThereAndBack")
    void so_it_does_when_the_daemon_dies_with_docker(Story story, StepKind kind)
            throws InterruptedException {
        List<Event> written =
                story.tell(folder.resolve("calm")).events().stream()
                        .map(Recorded::event)
                        .filter(e -> !(e instanceof Event.Said))
                        .toList();
        int start = starts(written, kind);
        Story.End end =
                story.tell(
                        folder.resolve("killed"),
                        new Death(false, start, true),
                        step -> step,
                        world -> world.whileAway(world::killDocker));
        assertThat(end.wrong()).isEmpty();
        assertThat(end.phase()).isEqualTo(story.end);
    }

    /** The number of the append with which this step starts. */
    private static int starts(List<Event> written, StepKind kind) {
        for (int i = 0; i < written.size(); i++) {
            if (written.get(i) instanceof Event.StepStarted started && started.step() == kind) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException(kind + " is no step of it");
    }
}
