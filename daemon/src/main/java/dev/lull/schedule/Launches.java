package dev.lull.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads on which runs go on, one each. Thread-safe. */
final class Launches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Launches.class);
    private static final Duration STOP = Duration.ofSeconds(3);

    private final Consumer<Key> launch;
    private final Map<Key, Turn> turns = new HashMap<>();
    private boolean closed;

    /** Which run. */
    record Key(ScheduleId schedule, Instant due) {
        static Key of(Run run) {
            return new Key(run.schedule(), run.due());
        }
    }

    /** A thread, and whether it is asked to look once more. */
    private static final class Turn {
        private final Thread thread;
        private boolean again;

        private Turn(Thread thread) {
            this.thread = thread;
        }
    }

    /**
     * @param launch brings a run as far as it gets; on its thread
     */
    Launches(Consumer<Key> launch) {
        this.launch = launch;
    }

    /** Lets a run go on. One that is at it looks once more when it gets no further. */
    synchronized void start(Run run) {
        Key key = Key.of(run);
        Turn turn = turns.get(key);
        if (turn != null) {
            turn.again = true;
        } else if (!closed) {
            Thread thread =
                    Thread.ofVirtual().name("schedule-" + run.schedule()).unstarted(() -> go(key));
            turns.put(key, new Turn(thread));
            thread.start();
        }
    }

    private void go(Key key) {
        boolean again = true;
        while (again) {
            try {
                launch.accept(key);
            } catch (RuntimeException e) {
                LOG.error("the run of {} of schedule {} failed", key.due(), key.schedule(), e);
            }
            again = goesOn(key);
        }
    }

    private synchronized boolean goesOn(Key key) {
        Turn turn = turns.get(key);
        if (turn != null && turn.again && !closed) {
            turn.again = false;
            return true;
        }
        turns.remove(key);
        return false;
    }

    /** Whether nothing goes on. */
    synchronized boolean isIdle() {
        return turns.isEmpty();
    }

    /** Stops where they are: what is written down goes on at the next start. */
    @Override
    public void close() {
        List<Thread> threads;
        synchronized (this) {
            closed = true;
            threads = turns.values().stream().map(t -> t.thread).toList();
        }
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
