package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.lull.docker.EngineException;
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
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class CrashMatrixTest {
    /** Every point, and not only as many as a build has time for. */
    private static final boolean FULL = Boolean.getBoolean("lull.matrix.full");

    private static final int SAMPLES = 4;

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
    @EnumSource
    void a_story_that_nothing_disturbs_ends_as_it_should(Story story) throws Exception {
        Story.End end = story.tell(temp);
        assertThat(end.wrong()).isEmpty();
        assertThat(end.world().silences()).isEmpty();
        assertThat(end.phase()).isEqualTo(story.end);
    }

    @ParameterizedTest
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

    private static List<Story> stories() {
        return Arrays.stream(Story.values()).filter(s -> FULL || s != Story.ILL_VERSION).toList();
    }

    private void deaths(Story story, List<Recorded> events, boolean output) {
        int appends =
                (int)
                        events.stream()
                                .filter(e -> e.event() instanceof Event.Said == output)
                                .count();
        for (int n = 1; n <= appends; n++) {
            for (boolean after : new boolean[] {false, true}) {
                if (FULL || story.isSmall() || after == (n % 2 == 0)) {
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

    @Test
    void a_call_that_fails_once_opens_no_door_and_loses_nothing() throws Exception {
        for (Story story : stories()) {
            World world = story.world(folder(story));
            Map<String, Integer> engine = world.engine.calls();
            Map<String, Integer> compose = world.compose.calls();
            World end = story.tell(folder(story)).world();
            faults(story, "engine ", engine, end.engine.calls());
            faults(story, "compose ", compose, end.compose.calls());
        }
        matrix.run();
        matrix.print(System.out);
        assertThat(matrix.wrong()).isEmpty();
    }

    private void faults(
            Story story, String port, Map<String, Integer> before, Map<String, Integer> after) {
        after.forEach((call, last) -> {
            int calls = last - before.getOrDefault(call, 0);
            int stride = FULL ? 1 : Math.max(1, calls / SAMPLES);
            for (int n = 1; n <= calls; n += stride) {
                int nth = n;
                for (Fault fault : Fault.values()) {
                    if (FULL || fault == Fault.values()[n % Fault.values().length]) {
                        matrix.add(
                                story + " " + port + call + " " + n + " " + fault,
                                folder ->
                                        story.tell(
                                                folder,
                                                Death.never(),
                                                step -> step,
                                                world -> fault.order(world, port, call, nth)));
                    }
                }
            }
        });
    }

    /** How a call fails, and whether it has done what it was asked. */
    private enum Fault {
        TRANSIENT,
        PERMANENT,
        UNKNOWN,
        UNKNOWN_BUT_DONE;

        void order(World world, String port, String call, int nth) {
            EngineException exception =
                    switch (this) {
                        case TRANSIENT -> new EngineException.Transient("no answer yet");
                        case PERMANENT -> new EngineException.Permanent("refused");
                        case UNKNOWN, UNKNOWN_BUT_DONE ->
                                new EngineException.Unknown("no answer in time");
                    };
            boolean done = this == UNKNOWN_BUT_DONE;
            if (port.startsWith("compose")) {
                if (done) {
                    world.compose.failAfter(call, nth, exception);
                } else {
                    world.compose.failBefore(call, nth, exception);
                }
            } else if (done) {
                world.engine.failAfter(call, nth, exception);
            } else {
                world.engine.failBefore(call, nth, exception);
            }
        }
    }

    private Path folder(Story story) throws IOException {
        return Files.createTempDirectory(temp, story.name());
    }
}
