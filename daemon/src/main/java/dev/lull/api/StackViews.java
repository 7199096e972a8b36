package dev.lull.api;

import dev.lull.api.EventView.PlannedView;
import dev.lull.plan.Forecast;
import dev.lull.plan.Plan;
import dev.lull.report.MarkdownReport;
import dev.lull.report.Usual;
import dev.lull.stack.HostPort;
import dev.lull.stack.Observed;
import dev.lull.stack.Problem;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import dev.lull.window.WindowId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the API shows of stacks, and of what a window on them would do. */
final class StackViews {
    private StackViews() {}

    record StackList(List<StackView> stacks) {}

    /**
     * @param ready whether a window would not be refused because of its files and labels
     * @param differences what an update would bring into line
     * @param window the open window
     * @param yaml lines to put into the compose file, where roles are missing
     */
    record StackView(
            String name,
            String directory,
            List<String> files,
            boolean ready,
            List<ServiceView> services,
            List<ProblemView> problems,
            List<String> differences,
            @Nullable Long window,
            @Nullable String yaml,
            Views.@Nullable WindowSummary lastWindow) {}

    record ServiceView(
            String name,
            String role,
            @Nullable String image,
            boolean differs,
            List<ContainerView> containers) {}

    record ContainerView(
            String name, String image, String state, String health, List<Integer> ports) {}

    record ProblemView(String severity, String where, String what, String fix) {}

    record CheckView(
            String stack, boolean ready, List<ProblemView> problems, @Nullable String yaml) {}

    /**
     * What a window would do.
     *
     * @param differences what an update would bring into line
     * @param expected how long visitors would see the page; missing where nothing is known
     */
    record PlanView(
            String stack,
            ChangeView change,
            String what,
            List<PlannedView> steps,
            List<String> differences,
            @Nullable ExpectedView expected) {}

    record ExpectedView(double closedSeconds, String why) {}

    /**
     * What the rollback point of a window would take.
     *
     * @param leftOut what of the data it would not have, a sentence each
     * @param bytes at the most
     * @param freeBytes of which it may take as many
     * @param expected how long visitors would see the page
     */
    record ForecastView(
            List<MeasuredView> volumes,
            List<String> leftOut,
            long bytes,
            long freeBytes,
            ExpectedView expected) {}

    /**
     * A volume.
     *
     * @param store in which it would be kept
     * @param contentBytes of it; {@code bytes}: that it would take at the most
     * @param seconds for copying and verifying
     */
    record MeasuredView(
            String name, String store, String why, long contentBytes, long bytes, double seconds) {}

    static ForecastView forecast(Forecast forecast) {
        return new ForecastView(
                forecast.volumes().stream()
                        .map(v ->
                                new MeasuredView(
                                        v.name(),
                                        v.store(),
                                        v.why(),
                                        v.contentBytes(),
                                        v.bytes(),
                                        Views.seconds(v.time())))
                        .toList(),
                forecast.leftOut(),
                forecast.bytes(),
                forecast.freeBytes(),
                new ExpectedView(Views.seconds(forecast.closed()), forecast.why()));
    }

    static StackView of(Stack stack, Optional<WindowId> open, Optional<Views.WindowSummary> last) {
        return new StackView(
                stack.name().value(),
                stack.declared().directory().toString(),
                stack.declared().files().stream().map(Path::toString).toList(),
                ready(stack),
                stack.services().stream().map(StackViews::service).toList(),
                problems(stack.problems()),
                stack.differences(),
                open.map(WindowId::value).orElse(null),
                RoleYaml.of(stack).orElse(null),
                last.orElse(null));
    }

    static CheckView check(Stack stack) {
        return new CheckView(
                stack.name().value(),
                ready(stack),
                problems(stack.problems()),
                RoleYaml.of(stack).orElse(null));
    }

    private static boolean ready(Stack stack) {
        return stack.problems().stream().noneMatch(Problem::isError);
    }

    private static ServiceView service(Service service) {
        return new ServiceView(
                service.name().value(),
                service.role().label(),
                service.declared().map(d -> d.image()).orElse(null),
                service.differs(),
                service.replicas().stream().map(StackViews::container).toList());
    }

    private static ContainerView container(Observed o) {
        return new ContainerView(
                o.containerName(), o.image(), o.state(), o.health(), tcp(o.publishedPorts()));
    }

    private static List<Integer> tcp(List<HostPort> ports) {
        return ports.stream()
                .filter(p -> p.protocol().equals("tcp"))
                .map(HostPort::port)
                .distinct()
                .toList();
    }

    private static List<ProblemView> problems(List<Problem> problems) {
        return problems.stream()
                .sorted((a, b) -> a.severity().compareTo(b.severity()))
                .map(p -> new ProblemView(Views.word(p.severity()), p.where(), p.what(), p.fix()))
                .toList();
    }

    static PlanView plan(Plan plan, List<String> differences, Optional<Usual> usual) {
        return new PlanView(
                plan.stack().value(),
                ChangeView.of(plan.change()),
                MarkdownReport.what(plan.change()),
                PlannedView.of(plan.steps()),
                differences,
                usual.map(u -> new ExpectedView(Views.seconds(u.closed()), u.why())).orElse(null));
    }
}
