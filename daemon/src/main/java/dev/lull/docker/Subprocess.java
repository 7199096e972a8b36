package dev.lull.docker;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command on the host, without a shell.
 *
 * @param environment beside what Lull itself was given
 * @param input on stdin; may be empty
 */
record Subprocess(List<String> argv, Map<String, String> environment, String input) {
    private static final Logger LOG = LoggerFactory.getLogger(Subprocess.class);
    private static final int WORDS = 8;
    private static final Duration GRACE = Duration.ofSeconds(5);

    /**
     * Runs it to its end.
     *
     * @param out is given each line of stderr
     * @return what it wrote to stdout
     * @throws EngineException.Permanent with its last words when it fails
     */
    String run(Kind kind, String what, Duration limit, Consumer<String> out) {
        Process process = start(what);
        Deque<String> words = new ArrayDeque<>();
        feed(process);
        FutureTask<String> stdout =
                background(() ->
                        new String(
                                process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        FutureTask<Boolean> stderr = background(() -> lines(process.getErrorStream(), words, out));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw kind.unanswered(
                        "docker compose was not done within "
                                + Deadline.seconds(limit)
                                + ": "
                                + what,
                        null);
            }
            stderr.get(GRACE.toSeconds(), TimeUnit.SECONDS);
            if (process.exitValue() != 0) {
                throw refused(what, process.exitValue(), words);
            }
            return stdout.get(GRACE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw kind.unanswered("interrupted: " + what, e);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw kind.unanswered("what docker compose printed can't be read: " + what, e);
        } finally {
            end(process);
        }
    }

    private Process start(String what) {
        ProcessBuilder builder = new ProcessBuilder(argv);
        if (input.isEmpty()) {
            builder.redirectInput(new File("/dev/null"));
        }
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new EngineException.Permanent(
                    "can't " + what + ": " + argv.getFirst() + " can't be run: " + e.getMessage(),
                    e);
        }
    }

    private void feed(Process process) {
        if (!input.isEmpty()) {
            Thread.ofVirtual().name("docker compose input").start(() -> write(process));
        }
    }

    /** A process that ended early has said why on stderr. */
    private void write(Process process) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("{} took no more input", argv.getFirst(), e);
        }
    }

    private static <T> FutureTask<T> background(java.util.concurrent.Callable<T> reading) {
        FutureTask<T> task = new FutureTask<>(reading);
        Thread.ofVirtual().name("docker compose output").start(task);
        return task;
    }

    private static boolean lines(InputStream from, Deque<String> words, Consumer<String> out)
            throws IOException {
        LineSplitter splitter =
                new LineSplitter(line -> {
                    if (line.isBlank()) {
                        return;
                    }
                    words.addLast(line.strip());
                    if (words.size() > WORDS) {
                        words.removeFirst();
                    }
                    out.accept(line.strip());
                });
        byte[] buffer = new byte[8192];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            splitter.accept(java.util.Arrays.copyOf(buffer, read));
        }
        splitter.end();
        return true;
    }

    private static EngineException refused(String what, int code, Deque<String> words) {
        String said = words.isEmpty() ? "exit code " + code : String.join("; ", words);
        String message = "docker compose can't " + what + ": " + said;
        return said.contains("Cannot connect to the Docker daemon")
                ? new EngineException.Transient(message)
                : new EngineException.Permanent(message);
    }

    private static void end(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.onExit().completeOnTimeout(process, GRACE.toSeconds(), TimeUnit.SECONDS).join();
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
