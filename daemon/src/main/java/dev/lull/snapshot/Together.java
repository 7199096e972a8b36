package dev.lull.snapshot;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** Work that is done side by side. To close it ends what has not ended. */
final class Together implements AutoCloseable {
    private final ExecutorService threads;
    private final BlockingQueue<FutureTask<?>> ended = new LinkedBlockingQueue<>();
    private int begun;

    /** What is done, without a result. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Nothing yet; on threads of this name. */
    Together(String name) {
        threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("snapshot-" + name + "-", 0).factory());
    }

    /** Begins one. */
    void run(Work work) {
        Supplier<Boolean> _ =
                get(() -> {
                    work.run();
                    return true;
                });
    }

    /** Begins one; its result is there after {@link #await}. */
    <T> Supplier<T> get(Callable<T> work) {
        FutureTask<T> task =
                new FutureTask<>(work) {
                    @Override
                    protected void done() {
                        ended.add(this);
                    }
                };
        begun++;
        threads.execute(task);
        return task::resultNow;
    }

    /** Blocks until all have ended; throws what the first threw that failed. */
    void await() throws IOException, InterruptedException {
        try {
            for (; begun > 0; begun--) {
                ended.take().get();
            }
        } catch (ExecutionException e) {
            throw thrown(e);
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

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
