package dev.lull.api;

import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.report.WindowReport;
import dev.lull.window.WindowId;
import java.util.List;

/** How a window that was waited for has ended, as an HTTP answer. */
final class Ending {
    private Ending() {}

    /**
     * @throws ApiProblem if the window was refused, or is not done
     */
    static void check(WindowId id, WindowReport report) {
        Phase phase = report.state().phase();
        if (phase == Phase.DONE && report.endedAt().isPresent()) {
            return;
        }
        String happened = report.advice().happened();
        if (phase == Phase.REFUSED) {
            throw new ApiProblem(
                    422,
                    "refused",
                    "Refused before anything was touched",
                    "window " + id + ": " + happened,
                    problems(report));
        }
        throw new ApiProblem(
                409,
                "not-done",
                "The window is not done",
                "window "
                        + id
                        + " is "
                        + phase.word()
                        + (report.state().held().isPresent() ? ", held" : "")
                        + ": "
                        + happened,
                report.advice().next());
    }

    /** Each that prepare found. */
    private static List<String> problems(WindowReport report) {
        return report.timeline().forward().stream()
                .filter(s -> s.run().kind() == StepKind.PREPARE)
                .flatMap(s -> s.run().text().lines())
                .toList();
    }
}
