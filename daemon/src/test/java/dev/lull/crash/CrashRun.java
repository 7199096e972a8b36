package dev.lull.crash;

import dev.lull.testbed.Engines;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.Web;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs one point on a real guestbook: the daemon dies there and is started again. */
final class CrashRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int KILLED = 137;

    private final ExampleStack stack;
    private final Map<String, String> policies;
    private int runs;

    /** Brings a guestbook up, with short watches. */
    CrashRun(String tag) {
        stack = new ExampleStack("guestbook", tag).quick();
        stack.edit("compose.yaml", "lull.watch: 1s", "lull.watch: 300ms");
        stack.set("CRON_SECONDS", "1").up();
        policies = Engines.restartPolicies(stack);
    }

    /**
     * What became of a point.
     *
     * @param events of the journal, without output
     * @param failures what is not as it must be; empty when it converged
     */
    record Result(
            CrashPoint point,
            String phase,
            boolean killed,
            int lost,
            int leaks,
            int openedEarly,
            List<String> events,
            List<String> failures) {}

    Result run(CrashPoint point) throws IOException, InterruptedException {
        reset();
        stack.set("VERSION", point.scenario().version());
        if (point.scenario() == Scenario.ROLLBACK) {
            watchLong(true);
        }
        Path state = Files.createTempDirectory("lulltest-crash-");
        Path result = state.resolveSibling(state.getFileName() + ".result");
        try (DoorProber prober = new DoorProber(stack.port(), "c" + ++runs)) {
            Thread.sleep(300);
            boolean killed = daemon(state, point, result) == KILLED;
            if (killed) {
                daemon(state, CrashPoint.never(point.scenario()), result);
            }
            Thread.sleep(200);
            prober.leave();
            return judge(point, killed, Files.readAllLines(result), prober);
        } finally {
            Files.deleteIfExists(result);
            delete(state);
            if (point.scenario() == Scenario.ROLLBACK) {
                watchLong(false);
            }
        }
    }

    private void watchLong(boolean on) {
        String from = on ? "  watch: 1s" : "  watch: 60s";
        stack.edit("compose.yaml", from, on ? "  watch: 60s" : "  watch: 1s");
    }

    /** A stack that was updated is made anew: the next run starts from version 1. */
    private void reset() {
        stack.set("VERSION", "1");
        if (!Web.get(stack.port(), "/version").body().contains("\"1\"")) {
            stack.compose("down", "-v");
            stack.up();
        }
    }

    private int daemon(Path state, CrashPoint point, Path result)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
        argv.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath()));
        argv.add(CrashingDaemon.class.getName());
        argv.addAll(List.of(state.toString(), stack.project(), point.scenario().word()));
        argv.addAll(
                List.of(
                        point.when().name(),
                        Integer.toString(point.event()),
                        Integer.toString(point.millis()),
                        result.toString()));
        File log = new File(state.toString() + ".log");
        Process process =
                new ProcessBuilder(argv)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                        .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException("the daemon did not end; see " + log);
        }
        if (process.exitValue() != KILLED && !Files.exists(result)) {
            throw new IllegalStateException("the daemon failed; see " + log);
        }
        Files.deleteIfExists(log.toPath());
        return process.exitValue();
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private Result judge(CrashPoint point, boolean killed, List<String> lines, DoorProber prober) {
        String phase = lines.getFirst();
        List<String> events = lines.subList(2, lines.size());
        List<String> failures = new ArrayList<>();
        if (!phase.equals("done") && !phase.equals("rolled-back") && !phase.equals("aborted")) {
            failures.add("ended " + phase + " " + lines.get(1));
        }
        List<String> leaks = new ArrayList<>(Leftovers.of(stack));
        boolean ended = failures.isEmpty();
        if (ended && !Engines.restartPolicies(stack).equals(policies)) {
            leaks.add("restart policies " + Engines.restartPolicies(stack));
        }
        failures.addAll(leaks);
        int lost = ended ? lost(phase, events, prober, failures) : 0;
        int early = openedEarly(events, prober, failures);
        if (ended) {
            stack.set("VERSION", phase.equals("done") ? point.scenario().version() : "1");
            unchanged(failures);
        }
        return new Result(
                point, phase, killed, lost, leaks.size(), early, List.copyOf(events), failures);
    }

    private void unchanged(List<String> failures) {
        String up = stack.compose("up", "-d", "--no-build");
        if (up.contains("Recreate") || up.contains("Started")) {
            failures.add("'up -d' changed something: " + up.replace('\n', ' '));
        }
    }

    /** After a way back from behind the open door, writes since the reopening are given up. */
    private int lost(String phase, List<String> events, DoorProber prober, List<String> failures) {
        Instant until =
                phase.equals("done")
                        ? Instant.MAX
                        : time(events, "Noted door", 1).orElse(Instant.MAX);
        String entries = Web.get(stack.port(), "/entries").body();
        Instant back = phase.equals("done") ? Instant.MIN : lastReopened(events);
        List<String> lost =
                prober.writes().stream()
                        .filter(w -> w.at().isBefore(until) || w.at().isAfter(back))
                        .map(DoorProber.Write::token)
                        .filter(t -> !entries.contains("\"" + t + "\""))
                        .collect(Collectors.toList());
        if (!lost.isEmpty()) {
            failures.add("lost writes: " + lost);
        }
        return lost.size();
    }

    private static Instant lastReopened(List<String> events) {
        return time(events, "StepDone reopen-app", Integer.MAX_VALUE).orElse(Instant.MAX);
    }

    /** The time of the n-th event of that name, or of the last one. */
    private static Optional<Instant> time(List<String> events, String what, int nth) {
        List<Instant> times =
                events.stream()
                        .filter(e -> e.substring(e.indexOf(' ') + 1).startsWith(what))
                        .map(e -> Instant.parse(e.substring(0, e.indexOf(' '))))
                        .toList();
        if (times.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(times.get(Math.min(nth, times.size()) - 1));
    }

    /** Behind a closed door nobody answers until a validation has passed. */
    private static int openedEarly(List<String> events, DoorProber prober, List<String> failures) {
        int early = 0;
        Instant closed = Instant.MAX;
        for (String event : events) {
            Instant at = Instant.parse(event.substring(0, event.indexOf(' ')));
            String what = event.substring(event.indexOf(' ') + 1);
            if (what.startsWith("StepDone close-app")) {
                closed = at;
            } else if (what.startsWith("StepDone validate")) {
                Instant from = closed;
                long answers =
                        prober.seen().stream()
                                .filter(s -> s.sent().isAfter(from) && s.at().isBefore(at))
                                .count();
                if (answers > 0) {
                    failures.add(answers + " answers from behind the door before " + at);
                }
                early += (int) answers;
                closed = Instant.MAX;
            }
        }
        return early;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
