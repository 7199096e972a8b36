package dev.lull.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.testbed.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs one point after the other on a real guestbook, and looks what became of it. */
final class CrashRun implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final int KILLED = 137;
    private static final int MOST_LIVES = 40;

    private final CrashStack stack;
    private final Setting setting;
    private int runs;

    /**
     * Where it runs.
     *
     * @param java the options of a daemon's process, its class path among them
     * @param logs a folder for the logs of points that fail
     * @param engine the name of the engine, which may be killed; empty when it must not be
     */
    record Setting(List<String> java, Path logs, Optional<String> engine) {
        Setting {
            java = List.copyOf(java);
        }
    }

    CrashRun(Setting setting) {
        this.setting = setting;
        this.stack = new CrashStack("crash");
    }

    /** Runs a point; one that can't be run to its end is a result too. */
    Result run(CrashPoint point) throws IOException, InterruptedException {
        return tried(List.of(point));
    }

    /**
     * Runs points of one scenario and victim in one window, one after the other. What that leaves
     * in doubt is run point by point: those that never came, and all of a window that went wrong.
     */
    List<Result> run(List<CrashPoint> points) throws IOException, InterruptedException {
        if (points.size() == 1) {
            return List.of(run(points.getFirst()));
        }
        List<CrashPoint> series = new ArrayList<>(points);
        series.add(CrashPoint.never(points.getFirst().scenario()));
        Result together = tried(series);
        int struck = together.isGood() ? Math.min(together.kills(), points.size()) : 0;
        List<Result> results = new ArrayList<>();
        points.subList(0, struck).forEach(p -> results.add(together.shared(p, struck)));
        for (CrashPoint point : points.subList(struck, points.size())) {
            results.add(run(point));
        }
        if (!together.isGood() && results.stream().allMatch(Result::isGood)) {
            results.set(0, together);
        }
        return results;
    }

    private Result tried(List<CrashPoint> points) throws IOException, InterruptedException {
        try {
            return struck(points);
        } catch (IllegalStateException | UncheckedIOException | AssertionError e) {
            return Result.broken(points.getFirst(), String.valueOf(e.getMessage()));
        }
    }

    private Result struck(List<CrashPoint> points) throws IOException, InterruptedException {
        CrashPoint point = points.getFirst();
        Belongings before = stack.prepare(point.scenario());
        Path state = Folders.make("state");
        Path log = state.resolve("daemon.log");
        try (DoorProber prober = new DoorProber(stack.stack().port(), "k" + ++runs)) {
            Thread.sleep(200);
            long start = System.nanoTime();
            int kills = lives(points, state, log);
            Thread.sleep(200);
            List<Knock> knocks = prober.leave();
            Ending ending = JSON.readValue(ending(state).toFile(), Ending.class);
            Verdict verdict = new Verdict(point, ending, knocks, stack, before);
            Result result = verdict.result(kills, points(state), start);
            keep(result, log, knocks);
            return result;
        } catch (IllegalStateException | UncheckedIOException e) {
            Result result = Result.broken(point, String.valueOf(e.getMessage()));
            keep(result, log, List.of());
            return result;
        } finally {
            Folders.delete(state);
        }
    }

    private static Path ending(Path state) {
        return state.resolve("ending.json");
    }

    /** Starts a daemon until one gets to the end; how many were killed, or the engine under it. */
    private int lives(List<CrashPoint> points, Path state, Path log)
            throws IOException, InterruptedException {
        int kills = 0;
        CrashPoint point = points.getFirst();
        List<CrashPoint> next = points;
        while (live(next, state, log) == KILLED) {
            if (++kills > MOST_LIVES) {
                throw new IllegalStateException("it never gets to the end");
            }
            next =
                    switch (point.when()) {
                        case EACH_STEP, EACH_STEP_BACK -> points;
                        case NEVER, BEFORE, AFTER, LATER ->
                                next.size() > 1
                                        ? next.subList(1, next.size())
                                        : List.of(CrashPoint.never(point.scenario()));
                    };
        }
        return kills + (int) Files.readString(log).lines().filter(this::tellsOfAKill).count();
    }

    private boolean tellsOfAKill(String line) {
        return line.equals(CrashingDaemon.KILLED_DOCKERD);
    }

    private int live(List<CrashPoint> points, Path state, Path log)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.addAll(setting.java());
        argv.add(CrashingDaemon.class.getName());
        argv.addAll(
                List.of(
                        state.resolve("state").toString(),
                        stack.stack().project(),
                        JSON.writeValueAsString(points),
                        ending(state).toString()));
        setting.engine().ifPresent(argv::add);
        Process process =
                new ProcessBuilder(argv)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException("the daemon did not end");
        }
        if (process.exitValue() != KILLED && !Files.exists(ending(state))) {
            throw new IllegalStateException("the daemon ended with " + process.exitValue());
        }
        return process.exitValue();
    }

    /** What is in the folder of the rollback points. */
    private static List<String> points(Path state) throws IOException {
        Path points = state.resolve("state").resolve("points");
        try (Stream<Path> folders = Files.list(points)) {
            return folders.map(p -> p.getFileName().toString()).toList();
        }
    }

    /** Of a point that failed everything is kept. */
    private void keep(Result result, Path log, List<Knock> knocks) throws IOException {
        if (result.isGood()) {
            stack.isWell();
            return;
        }
        Path folder = setting.logs().resolve(result.point().name());
        Files.createDirectories(folder);
        Files.copy(log, folder.resolve("daemon.log"), StandardCopyOption.REPLACE_EXISTING);
        Files.write(folder.resolve("failures"), result.failures());
        Files.write(folder.resolve("events"), result.events().stream().map(Written::line).toList());
        Files.write(folder.resolve("knocks"), knocks.stream().map(Knock::toString).toList());
        Files.write(folder.resolve("containers"), stack.tell());
    }

    @Override
    public void close() {
        stack.close();
    }
}
