package dev.lull.snapshot;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Programs joined by the kernel's own pipes. Blocks until all have ended; an interruption, a
 * failure at either end, and the death of this process kill them.
 */
final class Pipeline {
    private static final int KEPT_LINES = 8;
    private static final int SIGPIPE = 128 + 13;
    private static final File DEV_NULL = new File("/dev/null");

    private final List<Tool> tools;
    private final List<Process> processes;
    private final List<Deque<String>> messages = new ArrayList<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /** What the first program reads. */
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    /** What the last program's output goes into. */
    interface Sink {
        void readFrom(InputStream in) throws IOException;
    }

    private Pipeline(List<Tool> tools, List<Process> processes) {
        this.tools = tools;
        this.processes = processes;
        tools.forEach(t -> messages.add(new ArrayDeque<>()));
    }

    /**
     * Runs the programs.
     *
     * @param source null if the first one reads nothing
     * @throws ToolException if one is missing or ends badly, with its own words
     * @throws IOException if source or sink threw it
     */
    static void run(List<Tool> tools, @Nullable Source source, Sink sink)
            throws IOException, InterruptedException {
        new Pipeline(tools, start(tools, source != null, Redirect.PIPE)).finish(source, sink);
    }

    /**
     * The same, with the last one's output in a file that is there and is emptied first. It is not
     * on the disk yet on return.
     */
    static void run(List<Tool> tools, Path output) throws IOException, InterruptedException {
        new Pipeline(tools, start(tools, false, Redirect.to(output.toFile())))
                .finish(null, _ -> {});
    }

    /** Runs one program for what it does, not for what it prints. */
    static void run(Tool tool) throws IOException, InterruptedException {
        run(List.of(tool), null, in -> in.transferTo(OutputStream.nullOutputStream()));
    }

    private static List<Process> start(List<Tool> tools, boolean fed, Redirect output)
            throws IOException {
        List<ProcessBuilder> builders = new ArrayList<>();
        for (Tool tool : tools) {
            ProcessBuilder builder = new ProcessBuilder(Spawner.tied(tool.argv()));
            // Nothing of ours reaches them: no TAR_OPTIONS, no ZSTD_CLEVEL, no secrets.
            Map<String, String> environment = builder.environment();
            String path = environment.getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
            environment.clear();
            environment.put("PATH", path);
            environment.put("LC_ALL", "C");
            builders.add(builder);
        }
        if (!fed) {
            builders.getFirst().redirectInput(Redirect.from(DEV_NULL));
        }
        builders.getLast().redirectOutput(output);
        try {
            return Spawner.start(builders);
        } catch (IOException e) {
            throw new ToolException(
                    "could not start "
                            + String.join(" | ", tools.stream().map(Tool::name).toList())
                            + ": "
                            + e.getMessage()
                            + "; Lull needs GNU tar, coreutils and findutils, zstd and setpriv on"
                            + " the host");
        }
    }

    private void finish(@Nullable Source source, Sink sink)
            throws IOException, InterruptedException {
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("snapshot-pipe-", 0).factory())) {
            try {
                List<Future<?>> listeners = new ArrayList<>();
                for (int i = 0; i < tools.size(); i++) {
                    int n = i;
                    listeners.add(threads.submit(() -> listen(n)));
                }
                Future<?> feed = threads.submit(() -> feed(source));
                Future<?> drain = threads.submit(() -> drain(sink));
                for (Process process : processes) {
                    process.waitFor();
                }
                for (Future<?> listener : listeners) {
                    await(listener);
                }
                judge();
                if (failure.get() != null) {
                    // A source that waits for more has nobody left to give it to.
                    feed.cancel(true);
                }
                await(drain);
                await(feed);
                rethrow();
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            } finally {
                kill();
                threads.shutdownNow();
            }
        }
    }

    private void feed(@Nullable Source source) {
        if (source != null) {
            try (OutputStream out = processes.getFirst().getOutputStream()) {
                source.writeTo(out);
            } catch (IOException e) {
                // Why the program stopped reading is for judge() to say.
                if (processes.getFirst().isAlive() && !isBrokenPipe(e)) {
                    fail(e);
                }
            } catch (RuntimeException e) {
                fail(e);
            }
        }
    }

    private static boolean isBrokenPipe(IOException e) {
        return String.valueOf(e.getMessage()).contains("Broken pipe");
    }

    /** What goes wrong first is why; the rest comes of the programs' being killed. */
    private void fail(Exception e) {
        failure.compareAndSet(null, e);
        kill();
    }

    private void kill() {
        processes.forEach(Process::destroyForcibly);
    }

    private void drain(Sink sink) {
        try (InputStream in = processes.getLast().getInputStream()) {
            sink.readFrom(in);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void listen(int n) {
        Deque<String> kept = messages.get(n);
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                processes.get(n).getErrorStream(), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!tools.get(n).consumed().test(line)) {
                    keep(kept, line);
                }
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private static void keep(Deque<String> kept, String line) {
        synchronized (kept) {
            kept.addLast(line);
            if (kept.size() > KEPT_LINES) {
                kept.removeFirst();
            }
        }
    }

    /** One that died of a broken pipe is not to blame: its neighbour is. */
    private void judge() {
        ToolException broken = null;
        for (int i = 0; i < tools.size(); i++) {
            int exit = processes.get(i).exitValue();
            if (exit != 0) {
                ToolException e = new ToolException(words(i, exit));
                broken = broken == null || exit != SIGPIPE ? e : broken;
                if (exit != SIGPIPE) {
                    break;
                }
            }
        }
        if (broken != null) {
            failure.compareAndSet(null, broken);
        }
    }

    private String words(int n, int exit) {
        Deque<String> kept = messages.get(n);
        synchronized (kept) {
            return tools.get(n).name()
                    + " ended with "
                    + exit
                    + (kept.isEmpty() ? "" : ": " + String.join("; ", kept));
        }
    }

    private void await(Future<?> end) throws IOException, InterruptedException {
        try {
            end.get();
        } catch (ExecutionException e) {
            failure.compareAndSet(null, e);
        } catch (CancellationException e) {
            // What went wrong first is known.
        }
    }

    private void rethrow() throws IOException {
        switch (failure.get()) {
            case null -> {}
            case IOException io -> throw io;
            case RuntimeException bug -> throw bug;
            case Exception other -> throw new IllegalStateException(other);
        }
    }
}
