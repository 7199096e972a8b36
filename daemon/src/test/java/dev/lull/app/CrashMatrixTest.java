package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class CrashMatrixTest {
    @TempDir private Path temp;

    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("dev.lull")).setLevel(Level.OFF);
    }

    @ParameterizedTest
    @EnumSource
    void undisturbed(Story story) throws Exception {
        long t = System.nanoTime();
        Story.End end = story.tell(temp);
        System.out.println(
                story
                        + " "
                        + (System.nanoTime() - t) / 1000000
                        + " ms, "
                        + end.events().size()
                        + " events "
                        + end.world().engine.calls()
                        + " "
                        + end.world().compose.calls());
        for (Recorded r : end.events()) {
            if (!(r.event() instanceof Event.FactsTaken)
                    && !(r.event() instanceof Event.Opened)
                    && !(r.event() instanceof Event.TurnedBack))
                System.out.println("  " + r.sequence() + " " + r.event());
        }
        end.world().engine.mutations().forEach(m -> System.out.println("    " + m));
        assertThat(end.wrong()).isEmpty();
        assertThat(end.phase()).isEqualTo(story.end);
    }

    @ParameterizedTest
    @EnumSource
    void a_daemon_that_dies_at_any_append_goes_on(Story story) throws Exception {
        Matrix matrix = new Matrix(temp);
        List<Recorded> events = story.tell(Files.createDirectory(temp.resolve("whole"))).events();
        for (boolean output : new boolean[] {false, true}) {
            int appends =
                    (int)
                            events.stream()
                                    .filter(e -> e.event() instanceof Event.Said == output)
                                    .count();
            for (int n = 1; n <= appends; n++) {
                for (boolean after : new boolean[] {false, true}) {
                    Death death = new Death(output, n, after);
                    matrix.add(
                            story + " dies " + death,
                            folder -> story.tell(folder, death, step -> step, world -> {}));
                }
            }
        }
        long t = System.nanoTime();
        matrix.run();
        System.out.println(story + " " + (System.nanoTime() - t) / 1000000 + " ms");
        matrix.print(System.out);
        assertThat(matrix.wrong()).isEmpty();
    }
}
