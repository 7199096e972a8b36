package dev.lull.docker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Follows a container's log in the background, each line once. A followed log stalls when it is
 * rotated (moby 37646), so what came last is read again at the end and told apart by its time.
 */
final class LogTail implements AutoCloseable {
    /** stdout and stderr are stamped apart: their lines may swap places by less than this. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    private static final Duration REST = Duration.ofSeconds(2);

    private final Logs logs;
    private final String container;
    private final Consumer<String> output;
    private final Set<LogLine> recent = new LinkedHashSet<>();
    private final Thread thread;
    private Instant last;
    private Duration afterEnd = Duration.ofMillis(10);

    LogTail(Logs logs, String container, Instant since, Consumer<String> output) {
        this.logs = logs;
        this.container = container;
        this.output = output;
        this.last = since;
        this.thread =
                Thread.ofVirtual()
                        .name("docker: log of " + container)
                        .start(() -> follow(container, since));
    }

    private void follow(String container, Instant since) {
        try {
            logs.read(container, since, true, this::accept);
        } catch (IOException | RuntimeException e) {
            // finish() reads the rest.
        }
    }

    private synchronized void accept(LogLine line) {
        if (!recent.add(line)) {
            return;
        }
        if (line.at().isAfter(last)) {
            last = line.at();
            Instant forgotten = last.minus(OVERLAP).minus(OVERLAP);
            while (recent.iterator().next().at().isBefore(forgotten)) {
                recent.remove(recent.iterator().next());
            }
        }
        output.accept(line.text());
    }

    /**
     * Waits for a time, or until the log ends: with its container, or sooner if it can't be read.
     */
    void awaitEnd(Duration atMost, String what) {
        if (!thread.isAlive()) {
            Deadline.pause(afterEnd, Kind.READ, what);
            Duration longer = afterEnd.multipliedBy(2);
            afterEnd = longer.compareTo(atMost) > 0 ? atMost : longer;
            return;
        }
        try {
            thread.join(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Kind.READ.unanswered("interrupted: " + what, e);
        }
    }

    /** Gives out what has not come yet, once the container has ended. */
    void finish(Instant started) {
        try {
            thread.join(REST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        Instant from = latest().minus(OVERLAP);
        logs.since(container, from.isBefore(started) ? started : from).forEach(this::accept);
    }

    private synchronized Instant latest() {
        return last;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
