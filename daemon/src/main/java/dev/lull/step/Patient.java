package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Performs a step again when Docker went away under it: steps are "make it so", so doing them again
 * is how their outcome is probed. Waits with back-off up to a limit; then it is a person's turn.
 */
final class Patient implements Step {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int RESTARTS = 5;

    private final Step step;
    private final Engine engine;
    private final Revival revival;
    private final LongSupplier breaks;

    /**
     * @param revival brings back what went down with Docker
     * @param breaks counts how often the connection to the engine has broken
     */
    Patient(Step step, Engine engine, Revival revival, LongSupplier breaks) {
        this.step = step;
        this.engine = engine;
        this.revival = revival;
        this.breaks = breaks;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        for (int restarts = 0; ; restarts++) {
            long before = breaks.getAsLong();
            String trouble;
            try {
                revival.perform(context);
                Outcome outcome = step.perform(context);
                boolean engineRestarted = breaks.getAsLong() != before;
                if (!(outcome instanceof Outcome.Failed failed)
                        || !engineRestarted
                        || restarts >= RESTARTS) {
                    return outcome;
                }
                trouble = "Docker went away meanwhile; before that: " + failed.what();
            } catch (EngineException.Transient | EngineException.Unknown e) {
                refuseIfInterrupted();
                trouble = Objects.requireNonNullElse(e.getMessage(), e.toString());
            }
            context.say(trouble + " — doing the step again when Docker answers");
            if (!awaitEngine()) {
                return new Outcome.Waits(
                        "Docker has not answered for "
                                + LIMIT.toMinutes()
                                + " minutes ("
                                + trouble
                                + "). Everything is as it was left. When it is back: 'lull retry "
                                + context.window()
                                + "'");
            }
        }
    }

    private static void refuseIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private boolean awaitEngine() throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        Duration pause = Duration.ofMillis(250);
        while (System.nanoTime() < end) {
            Thread.sleep(pause);
            try {
                engine.version();
                return true;
            } catch (EngineException.Permanent e) {
                return true;
            } catch (EngineException e) {
                refuseIfInterrupted();
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            }
        }
        return false;
    }
}
