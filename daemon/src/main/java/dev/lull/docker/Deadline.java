package dev.lull.docker;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a blocking call on a virtual thread of its own and gives up when its time is over.
 *
 * <p>The transport's own response timeout is ignored on unix sockets, so a stopped engine would
 * hang a call for ever; an interrupt closes the socket and ends it.
 */
final class Deadline {
    private Deadline() {}

    /**
     * @param what e.g. {@code stop container web}, for messages
     * @throws EngineException as thrown by the call, or as {@code kind} has it for one that was not
     *     answered in time, or whose caller was interrupted
     * @throws ExecutionException with what else the call has thrown
     */
    static <T> T within(Duration deadline, Kind kind, String what, Callable<T> call)
            throws ExecutionException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofVirtual().name("docker: " + what).start(task);
        try {
            return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw kind.unanswered(
                    "Docker did not answer within " + seconds(deadline) + ": " + what, e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw kind.unanswered("interrupted: " + what, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException known) {
                throw known;
            }
            throw e;
        }
    }

    /** Sleeps; an interrupted caller is told so. */
    static void pause(Duration duration, Kind kind, String what) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw kind.unanswered("interrupted: " + what, e);
        }
    }

    static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
    }
}
