package dev.lull.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The crash matrix on real containers: {@code make crash}. First each scenario runs undisturbed,
 * which shows where its points are; then all points run, several in one window where they may, in
 * several lanes side by side.
 *
 * <p>Argument: a regular expression that finds the names of the points to run; all without one. The
 * number of lanes is in the variable {@code LANES}.
 */
public final class CrashMatrix {
    private static final int LANES =
            Integer.parseInt(Objects.requireNonNullElse(System.getenv("LANES"), "3"));
    private static final Path TARGET = Path.of("daemon", "target", "crash").toAbsolutePath();

    private final List<Lane> lanes;
    private int all;
    private int notRun;
    private final List<Result> results = Collections.synchronizedList(new ArrayList<>());

    private CrashMatrix(List<Lane> lanes) {
        this.lanes = lanes;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Pattern wanted = Pattern.compile(args.length == 0 ? "" : args[0]);
        Files.createDirectories(TARGET);
        String classPath = Jars.of(TARGET);
        List<Lane> lanes =
                IntStream.rangeClosed(1, LANES)
                        .mapToObj(n -> new Lane("matrix" + n, classPath, TARGET))
                        .toList();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> lanes.parallelStream().forEach(Lane::close)));
        long start = System.nanoTime();
        CrashMatrix matrix = new CrashMatrix(lanes);
        matrix.run(wanted);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.exit(new Summary(matrix.results, matrix.notRun).print(System.out, took) ? 0 : 1);
    }

    private void run(Pattern wanted) throws InterruptedException {
        System.out.println("starting " + lanes.size() + " engines");
        List<CrashPoint> calm =
                scenarios(wanted).map(CrashPoint::never).collect(Collectors.toList());
        all = calm.size();
        inLanes(calm.stream().map(List::of).toList(), true);
        results.stream().filter(r -> !r.isGood()).findAny().ifPresent(CrashMatrix::giveUp);
        List<CrashPoint> points =
                calm.stream()
                        .map(CrashPoint::scenario)
                        .flatMap(this::points)
                        .filter(p -> wanted.matcher(p.name()).find())
                        .toList();
        results.clear();
        List<List<CrashPoint>> windows = CrashSeries.of(points);
        System.out.println(points.size() + " points in " + windows.size() + " windows");
        all = points.size();
        inLanes(windows, false);
    }

    private Stream<CrashPoint> points(Scenario scenario) {
        List<Written> other = scenario == Scenario.UPDATE ? List.of() : calm(Scenario.UPDATE);
        return CrashPoints.of(scenario, calm(scenario), other).stream();
    }

    private List<Written> calm(Scenario scenario) {
        return results.stream()
                .filter(r -> r.point().scenario() == scenario)
                .findFirst()
                .map(Result::events)
                .orElse(List.of());
    }

    private static void giveUp(Result calm) {
        throw new IllegalStateException(calm.point().name() + ", undisturbed: " + calm.failures());
    }

    /** Those whose word the pattern has, or all. */
    private static Stream<Scenario> scenarios(Pattern wanted) {
        List<Scenario> named =
                Arrays.stream(Scenario.values())
                        .filter(s -> wanted.pattern().contains(s.word()))
                        .toList();
        return named.isEmpty() ? Arrays.stream(Scenario.values()) : named.stream();
    }

    private void inLanes(List<List<CrashPoint>> windows, boolean start)
            throws InterruptedException {
        Queue<List<CrashPoint>> queue = new ConcurrentLinkedQueue<>(windows);
        List<Thread> threads =
                lanes.stream()
                        .map(lane -> Thread.ofPlatform().start(() -> work(lane, queue, start)))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        notRun += queue.stream().mapToInt(List::size).sum();
    }

    private void work(Lane lane, Queue<List<CrashPoint>> queue, boolean start) {
        List<CrashPoint> series = null;
        try {
            if (start) {
                lane.start();
            }
            for (series = queue.poll(); series != null; series = queue.poll()) {
                List<Result> done = lane.run(series);
                synchronized (results) {
                    for (Result result : done) {
                        results.add(result);
                        System.out.println(Summary.line(results.size(), all, result));
                    }
                }
            }
        } catch (IOException | IllegalStateException e) {
            System.out.println(e.getMessage());
            if (series != null) {
                String why = String.valueOf(e.getMessage());
                series.forEach(point -> results.add(Result.broken(point, why)));
            }
        }
    }
}
