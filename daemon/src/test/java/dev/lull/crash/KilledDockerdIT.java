package dev.lull.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.crash.CrashPoint.Victim;
import dev.lull.crash.CrashPoint.When;
import dev.lull.testbed.Engines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** dockerd is killed in the middle of a step, in each step of a window once. */
class KilledDockerdIT {
    private static final int MIDDLE = 300;
    private static final Path TARGET = Path.of("target", "crash").toAbsolutePath();

    @BeforeAll
    static void required() throws Exception {
        Engines.required();
        Files.createDirectories(TARGET);
    }

    /** A migration that had begun when Docker died is not run twice: then it is rolled back. */
    @Test
    void an_update_whose_dockerd_dies_in_each_step_comes_to_an_end() throws Exception {
        CrashPoint point =
                CrashPoint.eachStep(Scenario.UPDATE, Victim.DOCKERD, When.EACH_STEP, MIDDLE);
        Result result;
        try (Lane lane = new Lane("it", Jars.of(TARGET), TARGET)) {
            lane.start();
            result = lane.run(List.of(point)).getFirst();
        }

        assertThat(result.failures()).isEmpty();
        assertThat(result.phase()).isIn("done", "rolled-back");
        assertThat(result.kills()).isGreaterThanOrEqualTo(steps(result.events()).size());
    }

    private static Set<String> steps(List<Written> events) {
        Set<String> steps = new TreeSet<>();
        events.stream()
                .filter(e -> e.kind().equals("step-started"))
                .map(Written::about)
                .filter(step -> !step.equals("prepare"))
                .forEach(steps::add);
        return steps;
    }
}
