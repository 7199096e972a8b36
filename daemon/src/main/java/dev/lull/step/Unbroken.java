package dev.lull.step;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.MDC;

/**
 * Work that must not be left half done: an interruption waits until it is over. For the moment
 * between page and app, in which nobody answers the visitors.
 */
final class Unbroken {
    private Unbroken() {}

    /** Work with a result. */
    @FunctionalInterface
    interface Work<T> {
        T call() throws InterruptedException;
    }

    /**
     * Does it on a thread of its own and waits for its end.
     *
     * @throws RuntimeException what the work threw
     * @throws InterruptedException when the caller was interrupted meanwhile; the work is over
     */
    static <T> T call(String name, Work<T> work) throws InterruptedException {
        Map<String, String> mdc = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    MDC.setContextMap(mdc);
                    return work.call();
                });
        Thread thread = Thread.ofVirtual().name(name).start(task);
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        T result = result(task);
        // An interruption together with the end lets the join return, and stays noted.
        if (Thread.interrupted() || interrupted) {
            throw new InterruptedException(name + " was finished first");
        }
        return result;
    }

    private static <T> T result(FutureTask<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
