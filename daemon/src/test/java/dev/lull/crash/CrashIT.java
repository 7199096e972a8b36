package dev.lull.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.crash.CrashPoint.Victim;
import dev.lull.crash.CrashPoint.When;
import dev.lull.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One daemon after the other is killed in the middle of a step, in each step of a window once. */
class CrashIT {
    private static final int MIDDLE = 300;

    private static CrashRun run;

    @BeforeAll
    static void bringUp() {
        TestBed.required();
        TestBed.sweep();
        List<String> java =
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"));
        run =
                new CrashRun(
                        new CrashRun.Setting(
                                java,
                                Path.of("target", "crash").toAbsolutePath(),
                                Optional.empty()));
    }

    @AfterAll
    static void takeAway() {
        if (run != null) {
            run.close();
        }
    }

    private static Result strike(Scenario scenario, When when)
            throws IOException, InterruptedException {
        return run.run(CrashPoint.eachStep(scenario, Victim.DAEMON, when, MIDDLE));
    }

    /** The steps that were performed, and those that a daemon died in: they were begun again. */
    private static void assertKilledInEachStep(List<Written> events) {
        List<String> begun =
                events.stream()
                        .filter(e -> e.kind().equals("step-started"))
                        .map(Written::about)
                        .toList();
        assertThat(new TreeSet<>(begun))
                .allSatisfy(step ->
                        assertThat(begun.stream().filter(step::equals)).hasSizeGreaterThan(1));
    }

    @Test
    void an_update_whose_daemon_dies_in_each_step_is_done() throws Exception {
        Result result = strike(Scenario.UPDATE, When.EACH_STEP);
        assertThat(result.failures()).isEmpty();
        assertThat(result.phase()).isEqualTo("done");
        assertKilledInEachStep(result.events());
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenario.class,
            names = {"BAD_MIGRATION", "ROLLBACK"})
    void a_way_back_whose_daemon_dies_in_each_step_comes_to_its_end(Scenario scenario)
            throws Exception {
        Result result = strike(scenario, When.EACH_STEP_BACK);
        assertThat(result.failures()).isEmpty();
        assertThat(result.phase()).isEqualTo("rolled-back");
        assertKilledInEachStep(afterTurningBack(result.events()));
    }

    private static List<Written> afterTurningBack(List<Written> events) {
        return events.stream().dropWhile(e -> !e.kind().equals("turned-back")).toList();
    }
}
