package dev.lull.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.plan.StepKind;
import dev.lull.report.MarkdownReport;
import dev.lull.report.Timeline;
import dev.lull.report.Usual;
import dev.lull.report.WindowReport;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.Facts;
import dev.lull.window.Recorded;
import dev.lull.window.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one place where the domain becomes what the API shows. Each field is named here: nothing is
 * shown because it happens to be in a record. No label, environment value, note or spec is, but for
 * the three notes of the report.
 */
final class Views {
    private final Json json;

    Views(Json json) {
        this.json = json;
    }

    /**
     * @param next to be sent as {@code before} for older ones
     */
    record WindowList(List<WindowSummary> windows, List<String> leftAlone, @Nullable Long next) {}

    record WindowSummary(
            long id,
            String stack,
            ChangeView change,
            String phase,
            boolean ended,
            @Nullable HeldView held,
            String by,
            String from,
            String reason,
            @Nullable String gitSha,
            @Nullable String changeUrl,
            Instant openedAt,
            @Nullable Instant endedAt,
            double doorClosedSeconds,
            @Nullable String summary,
            @Nullable String trouble) {}

    record HeldView(String step, String why) {}

    /**
     * @param sequence of the last event
     * @param overran whether visitors were not in again when they were expected to be
     * @param door {@code open} or {@code closed}
     * @param layers what is closed and opened together
     * @param rollbackLoses what a rollback would lose; it needs the stack's name then
     * @param visitors whom the page has met
     * @param usualSeconds how long windows of this kind had their doors closed
     * @param trouble why it stands still although it is neither held nor ended
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
            String from,
            String reason,
            @Nullable String gitSha,
            @Nullable String changeUrl,
            Instant openedAt,
            @Nullable Instant endedAt,
            double elapsedSeconds,
            double expectedSeconds,
            Instant expectedBackAt,
            boolean overran,
            String door,
            double doorClosedSeconds,
            @Nullable VisitorsView visitors,
            @Nullable Double usualSeconds,
            List<LayerView> layers,
            List<String> holdBefore,
            List<StepView> steps,
            @Nullable WayBackView wayBack,
            List<String> offers,
            @Nullable String rollbackLoses,
            List<WarningView> warnings,
            @Nullable String point,
            @Nullable String offsite,
            @Nullable String summary,
            String happened,
            List<String> next,
            @Nullable String trouble,
            @Nullable FactsView facts,
            @Nullable JsonNode certificate,
            long sequence) {}

    /**
     * @param met how many of their requests the page has answered, at least
     */
    record VisitorsView(long met) {}

    /**
     * @param state {@code open} or {@code closed}
     */
    record LayerView(String layer, String state, List<String> services) {}

    /** What was there before anything was touched. */
    record FactsView(Instant takenAt, List<ReplicaView> replicas) {}

    record ReplicaView(
            String service,
            String role,
            String container,
            String image,
            String imageId,
            boolean running,
            String restart) {}

    /** What a step has printed. */
    record StepOutput(String step, List<LineView> lines) {}

    /**
     * @param sequence of the event that it is in
     */
    record LineView(long sequence, Instant at, String text) {}

    record StepView(
            String step,
            String phase,
            String status,
            String what,
            String text,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Double elapsedSeconds,
            @Nullable Double usualSeconds) {}

    record WayBackView(String why, String end, List<StepView> steps) {}

    record WarningView(Instant at, String step, String text) {}

    record EventList(List<EventView> events) {}

    record ReportView(WindowView window, @Nullable JsonNode certificate, List<OutputView> output) {}

    record OutputView(String step, List<String> tail) {}

    record PointList(List<PointView> snapshots, List<UnreadableView> unreadable) {}

    record PrunedList(boolean dryRun, List<PrunedView> removed) {}

    record PrunedView(String id, String stack, long bytes, String why) {}

    record UnreadableView(String name, String why) {}

    /** While a point is read. */
    record ProgressView(String type, String text) {}

    /** At the end of it. */
    record VerifiedView(String type, String id, boolean good, long bytes, List<String> problems) {}

    /** What came of taking one over from a folder. */
    record AdoptedView(
            String type,
            @Nullable String id,
            @Nullable String stack,
            List<String> made,
            List<String> problems) {

        static AdoptedView of(RollbackPoints.Adopted adopted) {
            return new AdoptedView(
                    "adopted",
                    adopted.point().map(RollbackPoints.Point::id).orElse(null),
                    adopted.point().map(p -> p.stack().value()).orElse(null),
                    adopted.made(),
                    adopted.problems());
        }
    }

    record PointView(
            String id,
            String stack,
            long window,
            Instant createdAt,
            long bytes,
            List<VolumeView> volumes,
            Map<String, String> images,
            boolean verified) {}

    record VolumeView(String name, String store, long bytes) {}

    record VersionView(String version) {}

    /**
     * @param trouble as for {@link #window}
     */
    WindowSummary summary(WindowReport report, String trouble) {
        Event.Opened opened = report.state().opened();
        return new WindowSummary(
                report.window().value(),
                opened.stack().value(),
                ChangeView.of(opened.change()),
                report.state().phase().word(),
                report.endedAt().isPresent(),
                held(report),
                opened.origin().by(),
                opened.origin().from(),
                opened.origin().reason(),
                filled(opened.origin().gitSha()),
                filled(opened.origin().changeUrl()),
                report.openedAt(),
                report.endedAt().orElse(null),
                seconds(report.doorClosed()),
                report.state().ended().map(Event.Ended::summary).orElse(null),
                trouble.isEmpty() ? null : trouble);
    }

    /**
     * @param trouble why the window stands still although it is neither held nor ended; may be
     *     empty
     * @param met how many requests of visitors its pages have answered
     */
    WindowView window(
            WindowReport report,
            long sequence,
            String trouble,
            Optional<Usual> usual,
            OptionalLong met) {
        Event.Opened opened = report.state().opened();
        Timeline timeline = report.timeline();
        Instant now = report.asOf();
        return new WindowView(
                report.window().value(),
                opened.stack().value(),
                ChangeView.of(opened.change()),
                MarkdownReport.what(opened.change()),
                report.state().phase().word(),
                report.endedAt().isPresent(),
                held(report),
                opened.origin().by(),
                opened.origin().from(),
                opened.origin().reason(),
                filled(opened.origin().gitSha()),
                filled(opened.origin().changeUrl()),
                report.openedAt(),
                report.endedAt().orElse(null),
                seconds(report.elapsed()),
                seconds(report.state().terms().expected()),
                report.expectedBack(),
                timeline.overran().isPresent(),
                timeline.isDoorClosed() ? "closed" : "open",
                seconds(report.doorClosed()),
                met.isPresent() ? new VisitorsView(met.getAsLong()) : null,
                usual.map(u -> seconds(u.closed())).orElse(null),
                Layers.of(report),
                words(report.state().terms().holdBefore()),
                steps(timeline.forward(), now, usual),
                wayBack(report),
                offers(report.state()),
                report.rollbackLoses().orElse(null),
                timeline.warnings().stream()
                        .map(w -> new WarningView(w.at(), w.step().word(), w.text()))
                        .toList(),
                report.point().orElse(null),
                report.offsite().orElse(null),
                report.state().ended().map(Event.Ended::summary).orElse(null),
                trouble.isEmpty()
                        ? report.advice().happened()
                        : "The window stands still, the door as it is now: "
                                + trouble
                                + ". It goes on by itself when that is mended.",
                report.advice().next(),
                trouble.isEmpty() ? null : trouble,
                report.state().facts().map(Views::facts).orElse(null),
                report.certificate().map(json::embedded).orElse(null),
                sequence);
    }

    private static @Nullable String filled(String text) {
        return text.isEmpty() ? null : text;
    }

    private static List<String> words(Set<StepKind> kinds) {
        return kinds.stream().sorted().map(StepKind::word).toList();
    }

    private static List<String> offers(WindowState state) {
        Stream<String> actions = state.offers().stream().sorted().map(Action::word);
        return Stream.concat(actions, state.canBeExtended() ? Stream.of("extend") : Stream.of())
                .toList();
    }

    /** Of each container no more than this: its spec holds what must not be shown. */
    private static FactsView facts(Facts facts) {
        return new FactsView(
                facts.takenAt(),
                facts.replicas().stream()
                        .map(r ->
                                new ReplicaView(
                                        r.replica().service().value(),
                                        r.role().label(),
                                        r.containerName(),
                                        r.image(),
                                        r.imageId(),
                                        r.running(),
                                        r.restartPolicy()))
                        .toList());
    }

    static StepOutput output(StepKind step, List<Recorded> events) {
        return new StepOutput(step.word(), events.stream().flatMap(r -> lines(step, r)).toList());
    }

    private static Stream<LineView> lines(StepKind step, Recorded recorded) {
        return recorded.event() instanceof Event.Said said && said.step() == step
                ? said.lines().stream()
                        .map(line -> new LineView(recorded.sequence(), recorded.at(), line))
                : Stream.of();
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
                                steps(report.timeline().back(), report.asOf(), Optional.empty())))
                .orElse(null);
    }

    private static List<StepView> steps(
            List<Timeline.TimedStep> steps, Instant now, Optional<Usual> usual) {
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
                                s.elapsed(now).map(Views::seconds).orElse(null),
                                usual.flatMap(u -> u.of(s.run().kind()))
                                        .map(Views::seconds)
                                        .orElse(null)))
                .toList();
    }

    ReportView report(WindowReport report, long sequence) {
        return new ReportView(
                window(report, sequence, "", Optional.empty(), report.met(Map.of())),
                report.certificate().map(json::embedded).orElse(null),
                report.timeline().forward().stream()
                        .filter(s -> !s.tail().isEmpty())
                        .map(s -> new OutputView(s.run().kind().word(), s.tail()))
                        .toList());
    }

    static PointView point(RollbackPoints.Point point) {
        return new PointView(
                point.id(),
                point.stack().value(),
                point.window().value(),
                point.createdAt(),
                point.bytes(),
                point.volumes().stream()
                        .map(v -> new VolumeView(v.name(), v.store(), v.bytes()))
                        .toList(),
                new TreeMap<>(point.images()),
                point.verified());
    }

    static PrunedView pruned(RollbackPoints.Pruned pruned) {
        RollbackPoints.Point point = pruned.point();
        return new PrunedView(point.id(), point.stack().value(), point.bytes(), pruned.why());
    }

    static UnreadableView unreadable(RollbackPoints.Unreadable unreadable) {
        return new UnreadableView(unreadable.name(), unreadable.why());
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
