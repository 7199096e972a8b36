package dev.lull.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Does several things side by side, each on a virtual thread of its own, and waits for all. */
public final class Together {
    private Together() {}

    /** One of several things to do. */
    @FunctionalInterface
    public interface Task {
        void run() throws InterruptedException;
    }

    /**
     * Does them all at once.
     *
     * @param name of the threads
     * @throws RuntimeException the first that one of them threw, once all are over
     * @throws InterruptedException when the caller was interrupted, as they were then; all are over
     */
    public static void run(String name, List<Task> tasks) throws InterruptedException {
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (Task task : tasks) {
            calls.add(() -> {
                task.run();
                return true;
            });
        }
        all(name, calls);
    }

    /**
     * Does one thing to each item.
     *
     * @param name of the threads
     * @param atOnce how many at most
     * @return the results, in the order of the items
     * @throws RuntimeException the first that was thrown, once all are over
     * @throws InterruptedException when the caller was interrupted, as they were then; all are over
     */
    public static <T, R> List<R> each(
            String name, int atOnce, List<T> items, Function<? super T, ? extends R> work)
            throws InterruptedException {
        Semaphore turn = new Semaphore(atOnce);
        List<Callable<R>> tasks = new ArrayList<>();
        for (T item : items) {
            tasks.add(() -> {
                turn.acquire();
                try {
                    return work.apply(item);
                } finally {
                    turn.release();
                }
            });
        }
        return all(name, tasks);
    }

    private static <R> List<R> all(String name, List<Callable<R>> tasks)
            throws InterruptedException {
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name(name + "-", 1).factory())) {
            return results(threads.invokeAll(tasks.stream().map(Together::logging).toList()));
        }
    }

    /** What it logs belongs to the same window as what the caller logs. */
    private static <R> Callable<R> logging(Callable<R> task) {
        Map<String, String> mdc = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
        return () -> {
            MDC.setContextMap(mdc);
            return task.call();
        };
    }

    private static <R> List<R> results(List<Future<R>> futures) throws InterruptedException {
        List<R> results = new ArrayList<>();
        @Nullable RuntimeException failure = null;
        for (Future<R> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                RuntimeException thrown = unchecked(e);
                if (failure == null) {
                    failure = thrown;
                } else {
                    failure.addSuppressed(thrown);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    private static RuntimeException unchecked(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException(e.getCause());
    }
}
