package dev.lull.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.api.EventView.PlannedView;
import dev.lull.plan.Change;
import dev.lull.plan.Plan;
import dev.lull.report.MarkdownReport;
import dev.lull.report.Timeline;
import dev.lull.report.WindowReport;
import dev.lull.stack.Observed;
import dev.lull.stack.Problem;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.WindowId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one place where the domain becomes what the API shows. Each field is named here: nothing is
 * shown because it happens to be in a record. No label, environment value, note or spec is, but for
 * the two notes of the report.
 */
final class Views {
    private final Json json;

    Views(Json json) {
        this.json = json;
    }

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
            @Nullable String yaml) {}

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

    record PlanView(String stack, ChangeView change, String what, List<PlannedView> steps) {}

    record ChangeView(
            String type,
            @Nullable Map<String, String> images,
            @Nullable Boolean pull,
            @Nullable String service,
            @Nullable List<String> command,
            @Nullable String point) {
        static ChangeView of(String type) {
            return new ChangeView(type, null, null, null, null, null);
        }
    }

    record WindowList(List<WindowSummary> windows) {}

    record WindowSummary(
            long id,
            String stack,
            ChangeView change,
            String phase,
            boolean ended,
            @Nullable HeldView held,
            String by,
            String reason,
            Instant openedAt,
            @Nullable Instant endedAt,
            @Nullable String summary) {}

    record HeldView(String step, String why) {}

    /**
     * @param sequence of the last event
     * @param door {@code open} or {@code closed}
     * @param happened and next: what a person should know and can do
     */
    record WindowView(
            long id,
            String stack,
            ChangeView change,
            String what,
            String phase,
            boolean ended,
            @Nullable HeldView held,
            String by,
            String reason,
            Instant openedAt,
            @Nullable Instant endedAt,
            double elapsedSeconds,
            double expectedSeconds,
            Instant expectedBackAt,
            String door,
            double doorClosedSeconds,
            List<StepView> steps,
            @Nullable WayBackView wayBack,
            List<String> offers,
            List<WarningView> warnings,
            @Nullable String point,
            @Nullable String summary,
            String happened,
            List<String> next,
            long sequence) {}

    record StepView(
            String step,
            String phase,
            String status,
            String what,
            String text,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Double elapsedSeconds) {}

    record WayBackView(String why, String end, List<StepView> steps) {}

    record WarningView(Instant at, String step, String text) {}

    record EventList(List<EventView> events) {}

    record ReportView(WindowView window, @Nullable JsonNode certificate, List<OutputView> output) {}

    record OutputView(String step, List<String> tail) {}

    record PointList(List<PointView> snapshots) {}

    record PointView(
            String id,
            String stack,
            long window,
            Instant createdAt,
            long bytes,
            List<VolumeView> volumes,
            Map<String, String> images,
            boolean verified) {}

    record VolumeView(String name, long bytes) {}

    record VersionView(String version) {}

    StackView stack(Stack stack, Optional<WindowId> open) {
        return new StackView(
                stack.name().value(),
                stack.declared().directory().toString(),
                stack.declared().files().stream().map(Path::toString).toList(),
                ready(stack),
                stack.services().stream().map(Views::service).toList(),
                problems(stack.problems()),
                stack.differences(),
                open.map(WindowId::value).orElse(null),
                RoleYaml.of(stack).orElse(null));
    }

    CheckView check(Stack stack) {
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
                service.replicas().stream().map(Views::container).toList());
    }

    private static ContainerView container(Observed o) {
        return new ContainerView(
                o.containerName(), o.image(), o.state(), o.health(), o.publishedPorts());
    }

    private static List<ProblemView> problems(List<Problem> problems) {
        return problems.stream()
                .sorted((a, b) -> a.severity().compareTo(b.severity()))
                .map(p -> new ProblemView(word(p.severity()), p.where(), p.what(), p.fix()))
                .toList();
    }

    PlanView plan(Plan plan) {
        return new PlanView(
                plan.stack().value(),
                change(plan.change()),
                MarkdownReport.what(plan.change()),
                PlannedView.of(plan.steps()));
    }

    static ChangeView change(Change change) {
        return switch (change) {
            case Change.Update update ->
                    new ChangeView(update.word(), images(update), update.pull(), null, null, null);
            case Change.Exec exec ->
                    new ChangeView(
                            exec.word(),
                            null,
                            null,
                            exec.service().value(),
                            exec.command().argv(),
                            null);
            case Change.Restore restore ->
                    new ChangeView(restore.word(), null, null, null, null, restore.point());
            case Change.Migrate _, Change.None _ -> ChangeView.of(change.word());
        };
    }

    private static Map<String, String> images(Change.Update update) {
        Map<String, String> images = new TreeMap<>();
        update.images().forEach((service, reference) -> images.put(service.value(), reference));
        return images;
    }

    WindowSummary summary(WindowReport report) {
        Event.Opened opened = report.state().opened();
        return new WindowSummary(
                report.window().value(),
                opened.stack().value(),
                change(opened.change()),
                report.state().phase().word(),
                report.endedAt().isPresent(),
                held(report),
                opened.by(),
                opened.reason(),
                report.openedAt(),
                report.endedAt().orElse(null),
                report.state().ended().map(Event.Ended::summary).orElse(null));
    }

    /**
     * @param trouble why the window stands still although it is neither held nor ended; may be
     *     empty
     */
    WindowView window(WindowReport report, long sequence, String trouble) {
        Event.Opened opened = report.state().opened();
        Timeline timeline = report.timeline();
        Instant now = report.asOf();
        return new WindowView(
                report.window().value(),
                opened.stack().value(),
                change(opened.change()),
                MarkdownReport.what(opened.change()),
                report.state().phase().word(),
                report.endedAt().isPresent(),
                held(report),
                opened.by(),
                opened.reason(),
                report.openedAt(),
                report.endedAt().orElse(null),
                seconds(report.elapsed()),
                seconds(opened.expected()),
                report.expectedBack(),
                timeline.isDoorClosed() ? "closed" : "open",
                seconds(report.doorClosed()),
                steps(timeline.forward(), now),
                wayBack(report),
                report.state().offers().stream().sorted().map(Action::word).toList(),
                timeline.warnings().stream()
                        .map(w -> new WarningView(w.at(), w.step().word(), w.text()))
                        .toList(),
                report.point().orElse(null),
                report.state().ended().map(Event.Ended::summary).orElse(null),
                trouble.isEmpty()
                        ? report.advice().happened()
                        : "The window stands still, the door as it is now: "
                                + trouble
                                + ". It goes on by itself when that is mended.",
                report.advice().next(),
                sequence);
    }

    private static @Nullable HeldView held(WindowReport report) {
        return report.state().held().map(h -> new HeldView(h.step().word(), h.why())).orElse(null);
    }

    private static @Nullable WayBackView wayBack(WindowReport report) {
        return report.state()
                .back()
                .map(b ->
                        new WayBackView(
                                b.turned().why(),
                                b.turned().end().word(),
                                steps(report.timeline().back(), report.asOf())))
                .orElse(null);
    }

    private static List<StepView> steps(List<Timeline.TimedStep> steps, Instant now) {
        return steps.stream()
                .map(s ->
                        new StepView(
                                s.run().kind().word(),
                                s.run().step().phase().word(),
                                word(s.run().status()),
                                s.run().step().what(),
                                s.run().text(),
                                s.startedAt().orElse(null),
                                s.endedAt().orElse(null),
                                s.elapsed(now).map(Views::seconds).orElse(null)))
                .toList();
    }

    ReportView report(WindowReport report, long sequence) {
        return new ReportView(
                window(report, sequence, ""),
                report.certificate().map(json::embedded).orElse(null),
                report.timeline().forward().stream()
                        .filter(s -> !s.tail().isEmpty())
                        .map(s -> new OutputView(s.run().kind().word(), s.tail()))
                        .toList());
    }

    static PointView point(PointsView.Point point) {
        return new PointView(
                point.id(),
                point.stack().value(),
                point.window().value(),
                point.createdAt(),
                point.bytes(),
                point.volumes().stream().map(v -> new VolumeView(v.name(), v.bytes())).toList(),
                new TreeMap<>(point.images()),
                point.verified());
    }

    /** An enum constant as this API writes it: {@code way-back}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** To the millisecond. */
    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
