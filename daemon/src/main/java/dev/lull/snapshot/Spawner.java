package dev.lull.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts programs that the kernel kills when this process dies, however it dies: a program that
 * outlived its daemon would write into a volume that the next daemon is restoring.
 */
final class Spawner {
    static final List<String> DIES_WITH_US = List.of("setpriv", "--pdeathsig", "KILL", "--");

    /**
     * The kernel's signal goes out when the thread ends that started the program, not the process.
     * These end with the process.
     */
    private static final ExecutorService THREADS =
            Executors.newFixedThreadPool(
                    4, Thread.ofPlatform().daemon().name("snapshot-spawner-", 0).factory());

    private Spawner() {}

    /** The command line under which a program is tied to this process. */
    static List<String> tied(List<String> argv) {
        List<String> tied = new ArrayList<>(DIES_WITH_US);
        tied.addAll(argv);
        return tied;
    }

    /** Starts programs joined by pipes. An interruption is left for the caller to see. */
    static List<Process> start(List<ProcessBuilder> programs) throws IOException {
        try {
            return CompletableFuture.supplyAsync(() -> pipeline(programs), THREADS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw io.getCause();
            }
            throw e;
        }
    }

    private static List<Process> pipeline(List<ProcessBuilder> programs) {
        try {
            return ProcessBuilder.startPipeline(programs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
