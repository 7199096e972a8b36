package dev.lull.api;

import dev.lull.api.Views.LayerView;
import dev.lull.plan.StepKind;
import dev.lull.report.WindowReport;
import dev.lull.stack.Layer;
import dev.lull.window.Facts;
import dev.lull.window.WindowState;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Which layers a window has closed. */
final class Layers {
    private Layers() {}

    /** In the order in which they are closed; empty before anything is known of the stack. */
    static List<LayerView> of(WindowReport report) {
        WindowState state = report.state();
        return state.facts()
                .map(facts ->
                        Arrays.stream(Layer.values())
                                .map(layer ->
                                        new LayerView(
                                                layer.word(),
                                                isClosed(layer, report) ? "closed" : "open",
                                                services(layer, facts)))
                                .toList())
                .orElse(List.of());
    }

    private static List<String> services(Layer layer, Facts facts) {
        return facts.replicas().stream()
                .filter(r -> r.role() == layer.role())
                .map(r -> r.replica().service().value())
                .distinct()
                .toList();
    }

    private static boolean isClosed(Layer layer, WindowReport report) {
        return switch (layer) {
            case APP -> report.timeline().isDoorClosed();
            case WORKERS ->
                    isClosed(report.state(), StepKind.CLOSE_WORKERS, StepKind.REOPEN_WORKERS);
            case CRON -> isClosed(report.state(), StepKind.CLOSE_CRON, StepKind.REOPEN_CRON);
        };
    }

    private static boolean isClosed(WindowState state, StepKind close, StepKind reopen) {
        boolean closed =
                Stream.concat(state.forward().stream(), state.steps().stream())
                        .anyMatch(s -> s.kind() == close && s.isDone());
        boolean reopened =
                state.steps().stream().anyMatch(s -> s.kind() == reopen && s.isDone())
                        && !state.closedAgain().contains(reopen);
        return closed && !reopened;
    }
}
