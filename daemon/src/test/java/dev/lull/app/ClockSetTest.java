package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.ServiceName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody sets the clock of the host, by hours, while a window is open. */
@Execution(ExecutionMode.CONCURRENT)
class ClockSetTest {
    private static final Change TO_TWO =
            new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), false);

    private static final String WORKER = "guestbook-worker-1";
    private static final String LOOK = "exec " + WORKER + " guestbook drained";
    private static final List<String> DRAINED = List.of("guestbook", "drained");

    @TempDir private Path folder;

    static Stream<Arguments> stories() {
        return Stream.of(Story.values())
                .flatMap(story -> Stream.of(5, -5).map(hours -> Arguments.of(story, hours)));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void a_window_ends_as_ever_with_a_clock_that_is_set_in_each_step(Story story, int hours)
            throws Exception {
        AtomicReference<World> world = new AtomicReference<>();
        Story.End end =
                story.tell(
                        folder,
                        Death.never(),
                        step ->
                                context -> {
                                    Objects.requireNonNull(world.get())
                                            .engine
                                            .setBack(Duration.ofHours(hours));
                                    return step.perform(context);
                                },
                        world::set);
        assertThat(end.wrong()).isEmpty();
        assertThat(end.phase()).isEqualTo(story.end);
    }

    private World drainedWithin(String time) {
        World world =
                Visit.world(
                        World.Shape.GUESTBOOK,
                        folder,
                        "lull.drained: guestbook drained",
                        "lull.drained: guestbook drained\n      lull.drain.timeout: " + time);
        world.engine.execEnds(WORKER, DRAINED, 1);
        return world;
    }

    @ParameterizedTest
    @ValueSource(ints = {5, -5})
    void a_worker_that_is_busy_has_its_whole_time_and_no_more(int hours) throws Exception {
        World world = drainedWithin("300ms");
        world.after(LOOK, () -> world.engine.setBack(Duration.ofHours(hours)));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.CLOSE_WORKERS))
                    .contains(WORKER + " is still busy after 0.3s (lull.drain.timeout)");
            assertThat(visit.phase()).isEqualTo(Phase.ABORTED);
            assertThat(world.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, -5})
    void one_that_is_done_in_time_is_closed_then(int hours) throws Exception {
        World world = drainedWithin("60s");
        world.after(
                LOOK,
                () -> {
                    world.engine.setBack(Duration.ofHours(hours));
                    world.engine.execEnds(WORKER, DRAINED, 0);
                });
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.phase()).isEqualTo(Phase.DONE);
            assertThat(world.engine.mutations()).containsSubsequence(LOOK, LOOK, "stop " + WORKER);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, -5})
    void the_page_promises_no_more_than_the_window_was_expected_to_take(int hours)
            throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);
        world.when(StepKind.CLOSE_CRON, () -> world.engine.setBack(Duration.ofHours(hours)));
        try (Visit visit = new Visit(world)) {
            visit.open(new Change.None());

            Duration expected = visit.state().opened().expected();
            JsonNode page = page(world);
            assertThat(page.path("retry_after").asLong()).isBetween(5L, expected.toSeconds());
            assertThat(Instant.parse(page.path("expected_return").asText()))
                    .isBeforeOrEqualTo(world.clock.instant().plus(expected));
        }
    }

    private static JsonNode page(World world) throws IOException {
        byte[] json = world.engine.files("guestbook-lull-page-app").get("/etc/lull/index.json");
        return new ObjectMapper().readTree(Objects.requireNonNull(json));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, -5})
    void the_final_watch_sees_what_is_logged_after_it(int hours) throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder).illOnceOpen();
        world.when(StepKind.WATCH, () -> world.engine.setBack(Duration.ofHours(hours)));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.WATCH)).contains("panic: the new version");
            assertThat(visit.state().held().map(h -> h.step())).contains(StepKind.WATCH);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, -5})
    void a_watch_in_which_it_is_set_goes_on_for_its_time(int hours) throws Exception {
        World world =
                Visit.world(
                        World.Shape.GUESTBOOK,
                        folder,
                        "x-lull: {watch: 0s}",
                        "x-lull: {watch: 700ms}");
        Runnable trouble =
                () -> {
                    world.engine.setBack(Duration.ofHours(hours));
                    world.after(
                            "exec guestbook-app-1 guestbook smoke",
                            () -> world.engine.log(WORKER, "panic: no such queue"));
                };
        world.when(
                StepKind.WATCH, () -> world.after("exec guestbook-app-1 guestbook smoke", trouble));
        try (Visit visit = new Visit(world)) {
            visit.open(TO_TWO);

            assertThat(visit.failure(StepKind.WATCH)).contains("panic: no such queue");
        }
    }
}
