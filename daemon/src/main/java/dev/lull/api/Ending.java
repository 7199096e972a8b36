package dev.lull.api;

import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.report.WindowReport;
import dev.lull.window.WindowId;
import java.util.List;

/** What became of a window that was waited for, as an HTTP answer. */
final class Ending {
    private Ending() {}

    /**
     * Of one that was waited for to this point.
     *
     * @throws ApiProblem if the window was refused, or, at its end, is not done
     */
    static void check(Wait wait, WindowReport report) {
        Phase phase = report.state().phase();
        if (phase == Phase.REFUSED) {
            throw refused(report);
        }
        boolean done = phase == Phase.DONE && report.endedAt().isPresent();
        if (wait == Wait.END && !done) {
            throw notDone(report);
        }
    }

    private static ApiProblem refused(WindowReport report) {
        return new ApiProblem(
                        422,
                        "refused",
                        "Refused before anything was touched",
                        "window " + report.window() + ": " + report.advice().happened(),
                        problems(report))
                .about(address(report.window()));
    }

    private static ApiProblem notDone(WindowReport report) {
        return new ApiProblem(
                        409,
                        "not-done",
                        "The window is not done",
                        "window "
                                + report.window()
                                + " is "
                                + report.state().phase().word()
                                + (report.state().held().isPresent() ? ", held" : "")
                                + ": "
                                + report.advice().happened(),
                        report.advice().next())
                .about(address(report.window()));
    }

    /** Where a window is to be found. */
    static String address(WindowId id) {
        return Routes.V1 + "/windows/" + id;
    }

    /** Each that prepare found. */
    private static List<String> problems(WindowReport report) {
        return report.timeline().forward().stream()
                .filter(s -> s.run().kind() == StepKind.PREPARE)
                .flatMap(s -> s.run().text().lines())
                .toList();
    }
}
