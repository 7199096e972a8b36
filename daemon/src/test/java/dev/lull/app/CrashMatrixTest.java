package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.lull.check.FakeHttpProbe;
import dev.lull.docker.EngineException;
import dev.lull.page.DoorException;
import dev.lull.window.Event;
import dev.lull.window.Outcome;
import dev.lull.window.Recorded;
import dev.lull.window.Step;
import dev.lull.window.WindowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class CrashMatrixTest {
    /** Every point, and not only as many as a build has time for. */
    private static final boolean FULL = Boolean.getBoolean("lull.matrix.full");

    private static final int SAMPLES = 3;
    private static final int SOME = 6;

    @TempDir private Path temp;
    private Matrix matrix;

    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("dev.lull")).setLevel(Level.OFF);
    }

    @BeforeEach
    void begin() {
        matrix = new Matrix(temp);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource
    void a_story_that_nothing_disturbs_ends_as_it_should(Story story) throws Exception {
        Story.End end = story.tell(temp);
        assertThat(end.wrong()).isEmpty();
        assertThat(end.world().silences()).isEmpty();
        assertThat(end.phase()).isEqualTo(story.end);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource
    void the_state_is_the_same_whenever_its_journal_is_read(Story story) throws Exception {
        List<Recorded> events = story.tell(temp).events();
        WindowState live = WindowState.of((Event.Opened) events.getFirst().event());
        for (int n = 1; n <= events.size(); n++) {
            live = n == 1 ? live : live.next(events.get(n - 1).event());
            assertThat(WindowState.replay(events.subList(0, n))).isEqualTo(live);
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource
    void every_step_may_be_performed_twice(Story story) throws Exception {
        UnaryOperator<Step> twice =
                step ->
                        context ->
                                step.perform(context) instanceof Outcome.Failed failed
                                        ? failed
                                        : step.perform(context);
        Story.End end = story.tell(temp, Death.never(), twice, world -> {});
        assertThat(end.wrong()).isEmpty();
        assertThat(end.world().silences()).isEmpty();
        assertThat(end.phase()).isEqualTo(story.end);
    }

    @Test
    void a_daemon_that_dies_at_any_append_goes_on() throws Exception {
        for (Story story : stories()) {
            List<Recorded> events = story.tell(folder(story)).events();
            deaths(story, events, false);
            deaths(story, events, true);
        }
        matrix.run();
        matrix.print(System.out);
        assertThat(matrix.wrong()).isEmpty();
    }

    /** Those that between them take every step, there and back. */
    private static List<Story> stories() {
        return Arrays.stream(Story.values())
                .filter(s -> FULL ? s.isOfMatrix() : s.isBasic())
                .toList();
    }

    private void deaths(Story story, List<Recorded> events, boolean output) {
        int appends =
                (int)
                        events.stream()
                                .filter(e -> e.event() instanceof Event.Said == output)
                                .count();
        for (int n = 1; n <= appends; n++) {
            for (boolean after : new boolean[] {false, true}) {
                if (FULL || after == (n % 2 == 0)) {
                    Death death = new Death(output, n, after);
                    matrix.add(story + " dies " + death, folder -> seamless(story, folder, death));
                }
            }
        }
    }

    /** Whoever dies and comes again, visitors meet the app or the page. */
    private static Story.End seamless(Story story, Path folder, Death death)
            throws InterruptedException {
        Story.End end = story.tell(folder, death, step -> step, world -> {});
        end.wrong().addAll(end.world().silences());
        return end;
    }

    /** Also one that has to be asked for it, and is told that it takes longer. */
    @Test
    void a_daemon_that_dies_around_a_persons_word_goes_on() throws Exception {
        Story story = Story.UPDATE_AT_A_WORD;
        List<Event> appends =
                story.tell(folder(story)).events().stream()
                        .map(Recorded::event)
                        .filter(e -> !(e instanceof Event.Said))
                        .toList();
        for (int n = 1; n <= appends.size(); n++) {
            if (isOfAWord(appends.get(n - 1))) {
                for (boolean after : new boolean[] {false, true}) {
                    Death death = new Death(false, n, after);
                    matrix.add(story + " dies " + death, folder -> seamless(story, folder, death));
                }
            }
        }
        assertThat(matrix.points()).as("held, extended, asked").isEqualTo(6);
        matrix.run();
        matrix.print(System.out);
        assertThat(matrix.wrong()).isEmpty();
    }

    private static boolean isOfAWord(Event event) {
        return event instanceof Event.Held
                || event instanceof Event.Extended
                || event instanceof Event.Asked;
    }

    /** What was written last before a daemon dies is not all on the disk. */
    @Test
    void a_daemon_whose_last_append_is_torn_goes_on() throws Exception {
        for (Story story : stories()) {
            int appends =
                    (int)
                            story.tell(folder(story)).events().stream()
                                    .filter(e -> !(e.event() instanceof Event.Said))
                                    .count();
            for (int n = 1; n <= appends; n += FULL ? 1 : SOME) {
                Death death = new Death(false, n, true);
                matrix.add(story + " torn append " + n, folder -> torn(story, folder, death));
            }
        }
        matrix.run();
        matrix.print(System.out);
        assertThat(matrix.wrong()).isEmpty();
    }

    private static Story.End torn(Story story, Path folder, Death death)
            throws InterruptedException {
        AtomicReference<TornJournal> journal = new AtomicReference<>();
        Story.End end =
                story.tell(
                        folder,
                        death,
                        step -> step,
                        world -> {
                            TornJournal torn =
                                    new TornJournal(folder.resolve("state"), world.clock);
                            journal.set(torn);
                            world.journal = torn;
                            world.whileAway(torn::tear);
                        });
        Objects.requireNonNull(journal.get()).close();
        return end;
    }

    @Test
    void a_write_that_fails_once_stops_a_window_until_it_can_be_written() throws Exception {
        for (Story story : stories()) {
            int writes = story.tell(folder(story)).events().size();
            for (int n = 1; n <= writes; n += FULL ? 1 : SOME) {
                int nth = n;
                matrix.add(
                        story + " journal write " + n,
                        folder -> disturbed(story, folder, world -> world.memory.failWrite(nth)));
            }
        }
        matrix.run();
        matrix.print(System.out);
        assertThat(matrix.wrong()).isEmpty();
    }

    @Test
    void a_call_that_fails_once_opens_no_door_and_loses_nothing() throws Exception {
        for (Story story : stories()) {
            World world = story.tell(folder(story)).world();
            world.faults()
                    .forEach((port, faults) ->
                            faults.calls()
                                    .forEach((call, calls) -> faults(story, port, call, calls)));
        }
        matrix.run();
        matrix.print(System.out);
        assertThat(matrix.wrong()).isEmpty();
    }

    private void faults(Story story, String port, String call, int calls) {
        List<Fault> kinds = Arrays.stream(Fault.values()).filter(f -> f.isOf(port)).toList();
        int stride = FULL ? 1 : Math.max(1, calls / SAMPLES);
        for (int n = 1; n <= calls; n += stride) {
            int nth = n;
            for (Fault fault : kinds) {
                if (FULL || fault == kinds.get(n % kinds.size())) {
                    matrix.add(
                            "%s %s %s %d %s".formatted(story, port, call, n, fault),
                            folder ->
                                    disturbed(
                                            story,
                                            folder,
                                            world -> fault.order(world, port, call, nth)));
                }
            }
        }
    }

    private static Story.End disturbed(Story story, Path folder, Consumer<World> disturb)
            throws InterruptedException {
        return story.tell(folder, Death.never(), step -> step, disturb);
    }

    /** How a call fails, and whether it has done what it was asked. */
    private enum Fault {
        TRANSIENT,
        PERMANENT,
        UNKNOWN,
        UNKNOWN_BUT_DONE;

        boolean isOf(String port) {
            return switch (port) {
                case "hold", "gate", "detour" -> this != TRANSIENT;
                case "http" -> this == TRANSIENT;
                default -> true;
            };
        }

        void order(World world, String port, String call, int nth) {
            Objects.requireNonNull(world.faults().get(port))
                    .order(call, nth, this == UNKNOWN_BUT_DONE, of(port));
        }

        private RuntimeException of(String port) {
            return switch (port) {
                case "http" -> new FakeHttpProbe.NoAnswer();
                case "hold", "gate", "detour" ->
                        this == PERMANENT
                                ? new DoorException.Permanent("refused")
                                : new DoorException.Unknown("no answer in time");
                default ->
                        switch (this) {
                            case TRANSIENT -> new EngineException.Transient("no answer yet");
                            case PERMANENT -> new EngineException.Permanent("refused");
                            case UNKNOWN, UNKNOWN_BUT_DONE ->
                                    new EngineException.Unknown("no answer in time");
                        };
            };
        }
    }

    private Path folder(Story story) throws IOException {
        return Files.createTempDirectory(temp, story.name());
    }
}
