package dev.lull.api;

import dev.lull.plan.Phase;
import dev.lull.report.History;
import dev.lull.report.WindowReport;
import dev.lull.window.Windows;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The numbers that Prometheus comes for, as they are at that moment. Nothing is counted beside the
 * journal: a daemon that was started again tells the same.
 */
final class Metrics {
    static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final String STACK = "stack";

    private final Windows windows;
    private final History history;
    private final RollbackPoints points;
    private final EventStream stream;
    private final String version;
    private final InstantSource clock;

    Metrics(
            Windows windows,
            History history,
            RollbackPoints points,
            EventStream stream,
            String version,
            InstantSource clock) {
        this.windows = windows;
        this.history = history;
        this.points = points;
        this.stream = stream;
        this.version = version;
        this.clock = clock;
    }

    /** As text, in the type {@link #TYPE}. */
    byte[] text() {
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(
                gauge(
                        "lull_build_info",
                        "The version that runs",
                        Map.of(Labels.of("version", version), 1.0)));
        all.addAll(ended());
        all.addAll(open());
        all.addAll(rollbackPoints());
        all.add(
                gauge(
                        "lull_event_streams",
                        "Clients that follow a window",
                        Map.of(Labels.EMPTY, (double) stream.clients())));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create()
                    .write(out, new MetricSnapshots(all), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private List<MetricSnapshot> ended() {
        List<History.Ended> ended = history.all().toList();
        return List.of(
                counter(
                        "lull_windows",
                        "Windows that are over",
                        sum(
                                ended,
                                w ->
                                        Labels.of(
                                                STACK,
                                                w.stack().value(),
                                                "change",
                                                w.change(),
                                                "end",
                                                w.phase().word()),
                                _ -> 1)),
                counter(
                        "lull_door_closed_seconds",
                        "How long visitors saw the page, in windows that are over",
                        sum(
                                ended,
                                w -> stack(w.stack().value()),
                                w -> Views.seconds(w.took().closed()))));
    }

    private List<MetricSnapshot> open() {
        Instant now = clock.instant();
        List<WindowReport> open =
                windows.openStacks().stream()
                        .flatMap(s -> windows.openOf(s).stream())
                        .map(id -> WindowReport.of(id, windows.events(id, 0), now))
                        .toList();
        return List.of(
                gauge(
                        "lull_windows_open",
                        "Windows that are open, by where they are",
                        sum(
                                open,
                                w -> Labels.of(STACK, name(w), "phase", w.state().phase().word()),
                                _ -> 1)),
                ofOpen(
                        open,
                        "lull_windows_held",
                        "That wait for a person",
                        w -> w.state().held().isPresent() ? 1 : 0),
                ofOpen(
                        open,
                        "lull_windows_stuck",
                        "Whose way back failed",
                        w -> w.state().phase() == Phase.STUCK ? 1 : 0),
                ofOpen(
                        open,
                        "lull_windows_overran",
                        "That take longer than expected",
                        w -> w.timeline().overran().isPresent() ? 1 : 0),
                ofOpen(
                        open,
                        "lull_doors_closed",
                        "Whose visitors see the page now",
                        w -> w.timeline().isDoorClosed() ? 1 : 0),
                gauge(
                        "lull_windows_left_alone",
                        "Open windows that the daemon could not take up",
                        Map.of(Labels.EMPTY, (double) windows.leftAlone().size())));
    }

    private static MetricSnapshot ofOpen(
            List<WindowReport> open,
            String name,
            String what,
            ToDoubleFunction<WindowReport> value) {
        return gauge(name, "Open windows: " + what, sum(open, w -> stack(name(w)), value));
    }

    private List<MetricSnapshot> rollbackPoints() {
        List<RollbackPoints.Point> all = points.points();
        Map<Labels, Double> newest = new LinkedHashMap<>();
        all.forEach(p ->
                newest.merge(
                        stack(p.stack().value()),
                        (double) p.createdAt().getEpochSecond(),
                        Math::max));
        return List.of(
                gauge(
                        "lull_rollback_points",
                        "Rollback points that are kept",
                        sum(all, p -> stack(p.stack().value()), _ -> 1)),
                gauge(
                        "lull_rollback_point_bytes",
                        "Room that rollback points take up at the most",
                        sum(all, p -> stack(p.stack().value()), p -> p.bytes())),
                gauge(
                        "lull_rollback_point_newest_timestamp_seconds",
                        "When the newest rollback point was taken",
                        newest),
                gauge(
                        "lull_rollback_points_unreadable",
                        "What lies where rollback points are and can't be read as one",
                        Map.of(Labels.EMPTY, (double) points.unreadable().size())));
    }

    private static String name(WindowReport report) {
        return report.state().opened().stack().value();
    }

    private static Labels stack(String name) {
        return Labels.of(STACK, name);
    }

    private static <T> Map<Labels, Double> sum(
            List<T> things, Function<T, Labels> labels, ToDoubleFunction<T> value) {
        return things.stream()
                .collect(
                        Collectors.groupingBy(
                                labels, LinkedHashMap::new, Collectors.summingDouble(value)));
    }

    private static MetricSnapshot gauge(String name, String help, Map<Labels, Double> values) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((labels, value) ->
                gauge.dataPoint(
                        GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
        return gauge.build();
    }

    private static MetricSnapshot counter(String name, String help, Map<Labels, Double> values) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        values.forEach((labels, value) ->
                counter.dataPoint(
                        CounterDataPointSnapshot.builder().labels(labels).value(value).build()));
        return counter.build();
    }
}
