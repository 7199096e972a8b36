package dev.lull.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.testbed.SecondEngine;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An engine of its own and the {@link CrashLane} in it. Closing it leaves nothing of both. */
final class Lane implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SecondEngine engine;
    private final String classPath;
    private final Path logs;
    private @Nullable Process process;
    private @Nullable BufferedWriter points;
    private @Nullable BufferedReader results;

    /**
     * Not started yet.
     *
     * @param classPath of jars, which the daemons share an archive of
     */
    Lane(String name, String classPath, Path logs) {
        this.engine = new SecondEngine(name);
        this.classPath = classPath;
        this.logs = logs;
    }

    /** Starts the engine anew, and the process; returns when points can be run. */
    void start() throws IOException {
        engine.stop();
        engine.start();
        engine.load();
        Process started =
                new ProcessBuilder(
                                engine.inside(
                                        List.of(
                                                Path.of(
                                                                System.getProperty("java.home"),
                                                                "bin",
                                                                "java")
                                                        .toString(),
                                                "-XX:+UseSerialGC",
                                                "-Djava.io.tmpdir=" + engine.temp(),
                                                "-cp",
                                                classPath,
                                                CrashLane.class.getName(),
                                                engine.name(),
                                                logs.toString())))
                        .redirectError(logs.resolve(engine.name() + ".log").toFile())
                        .start();
        process = started;
        points = started.outputWriter(StandardCharsets.UTF_8);
        results = started.inputReader(StandardCharsets.UTF_8);
    }

    /** Runs points in one window; blocks until the result of each is there. */
    List<Result> run(List<CrashPoint> series) throws IOException {
        if (points == null || results == null) {
            throw new IllegalStateException("the lane was not started");
        }
        points.write(JSON.writeValueAsString(series));
        points.newLine();
        points.flush();
        String line = results.readLine();
        if (line == null) {
            throw new IOException("lane " + engine.name() + " has died; see " + logs);
        }
        return List.of(JSON.readValue(line, Result[].class));
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            List<ProcessHandle> all = running.descendants().toList();
            running.destroy();
            all.forEach(ProcessHandle::destroyForcibly);
            try {
                running.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        engine.close();
    }
}
