package dev.lull.snapshot;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of restic. It dies with this process; one that is interrupted, or takes too long, is
 * first asked to end, so that it takes its lock out of the repository.
 */
final class ResticRun {
    private static final Logger LOG = LoggerFactory.getLogger(ResticRun.class);
    private static final int KEPT_LINES = 8;

    /** Less than a daemon that is stopped waits for its windows. */
    private static final Duration GRACE = Duration.ofSeconds(4);

    private final Process process;
    private final FutureTask<Boolean> output;
    private final FutureTask<Boolean> errors;
    private final Deque<String> said = new ArrayDeque<>();

    /**
     * How it ended.
     *
     * @param said its last lines on standard error
     */
    record Ended(int exit, List<String> said) {
        boolean isGood() {
            return exit == 0;
        }
    }

    private ResticRun(Process process, Consumer<String> lines) {
        this.process = process;
        output = reading("restic-output", process.getInputStream(), lines);
        errors = reading("restic-errors", process.getErrorStream(), this::keep);
    }

    /**
     * Runs it to its end.
     *
     * @param folder that it is in
     * @param variables its environment, beside path and locale
     * @param limit how long it may take
     * @param lines is given each line of its output, on another thread
     * @throws ToolException if it takes longer, with what it said until then
     */
    static Ended of(
            List<String> argv,
            Path folder,
            Map<String, String> variables,
            Duration limit,
            Consumer<String> lines)
            throws IOException, InterruptedException {
        return new ResticRun(start(argv, folder, variables), lines).end(limit);
    }

    private static Process start(List<String> argv, Path folder, Map<String, String> variables)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Spawner.tied(argv));
        builder.directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        environment.clear();
        environment.put("PATH", path);
        environment.put("LC_ALL", "C");
        environment.putAll(variables);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        return Spawner.start(List.of(builder)).getFirst();
    }

    private FutureTask<Boolean> reading(String name, InputStream from, Consumer<String> each) {
        FutureTask<Boolean> task =
                new FutureTask<>(() -> {
                    try (BufferedReader lines =
                            new BufferedReader(
                                    new InputStreamReader(from, StandardCharsets.UTF_8))) {
                        lines.lines().forEach(each);
                        return true;
                    } catch (RuntimeException e) {
                        process.destroyForcibly(); // Nobody reads what it prints any more.
                        throw e;
                    }
                });
        Thread.ofVirtual().name(name).start(task);
        return task;
    }

    private void keep(String line) {
        synchronized (said) {
            said.addLast(line);
            if (said.size() > KEPT_LINES) {
                said.removeFirst();
            }
        }
    }

    private List<String> said() {
        synchronized (said) {
            return List.copyOf(said);
        }
    }

    private Ended end(Duration limit) throws IOException, InterruptedException {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ToolException(
                        "restic was not done within "
                                + limit.toSeconds()
                                + " s"
                                + (said().isEmpty() ? "" : ": " + said().getLast()));
            }
            output.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            errors.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            return new Ended(process.exitValue(), said());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IOException("what restic printed can't be read: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException("what restic printed can't be read: " + e.getMessage(), e);
        } finally {
            if (process.isAlive()) {
                stop();
            }
        }
    }

    /** An interruption in the midst of it kills it at once. */
    private void stop() throws InterruptedException {
        try {
            // restic 0.14 knows no other signal; Java sends but TERM and KILL.
            new ProcessBuilder("kill", "-s", "INT", Long.toString(process.pid())).start().waitFor();
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            LOG.debug("restic could not be asked to end", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
