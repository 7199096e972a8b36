package dev.lull.snapshot;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Work that is done side by side. Blocks until all of it is; the first that fails ends the rest.
 */
final class Together {
    private Together() {}

    /** Does it, on threads of this name. */
    static void run(String name, List<Callable<Void>> works)
            throws IOException, InterruptedException {
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("snapshot-" + name + "-", 0).factory())) {
            ExecutorCompletionService<Void> all = new ExecutorCompletionService<>(threads);
            works.forEach(all::submit);
            try {
                for (int i = 0; i < works.size(); i++) {
                    all.take().get();
                }
            } catch (ExecutionException e) {
                throw thrown(e);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static IOException thrown(ExecutionException e) throws InterruptedException {
        return switch (e.getCause()) {
            case IOException io -> io;
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException bug -> throw bug;
            case null, default -> throw new IllegalStateException(e);
        };
    }
}
