package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.page.DoorException;
import dev.lull.plan.StepKind;
import dev.lull.stack.Durations;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Performs a step again when Docker went away under it, or a packet rule was not seen to be set:
 * steps are "make it so", so doing them again is how their outcome is probed. Waits with back-off
 * up to a limit; then it is a person's turn. The step's deadline is for the step: it begins anew
 * with each time that the step does.
 */
final class Patient implements Step {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** A Docker that has answered for so long was well: what comes then is new trouble. */
    private static final Duration WELL = Duration.ofMinutes(2);

    private static final int RESTARTS = 5;

    private static final Set<StepKind> ONCE = EnumSet.of(StepKind.MIGRATE, StepKind.EXEC);

    /** What they have opened may be down again when Docker went away under them. */
    private static final Set<StepKind> OPENING =
            EnumSet.of(
                    StepKind.REOPEN_APP,
                    StepKind.REOPEN_WORKERS,
                    StepKind.REOPEN_CRON,
                    StepKind.WATCH,
                    StepKind.COPY_OFFSITE);

    private final Step step;
    private final Engine engine;
    private final Revival revival;
    private final LongSupplier breaks;
    private final Duration limit;

    /**
     * @param revival brings back what went down with Docker
     * @param breaks counts how often the engine may have gone away
     */
    Patient(Step step, Engine engine, Revival revival, LongSupplier breaks) {
        this(step, engine, revival, breaks, LIMIT);
    }

    Patient(Step step, Engine engine, Revival revival, LongSupplier breaks, Duration limit) {
        this.step = step;
        this.engine = engine;
        this.revival = revival;
        this.breaks = breaks;
        this.limit = limit;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Trouble trouble = new Trouble();
        for (int restarts = 0; ; restarts++) {
            long before = breaks.getAsLong();
            long began = System.nanoTime();
            String what;
            try {
                revival.perform(context);
                Outcome outcome = step.perform(context);
                Optional<String> inDoubt = inDoubt(outcome, context.planned().kind());
                if (inDoubt.isEmpty() || !isDockers(before, restarts, context)) {
                    return outcome;
                }
                what = "Docker went away meanwhile; before that: " + inDoubt.get();
            } catch (EngineException.Permanent e) {
                refuseIfInterrupted();
                if (!isDockers(before, restarts, context)) {
                    throw e;
                }
                what = "Docker went away meanwhile; before that: " + e.getMessage();
            } catch (EngineException.Transient
                    | EngineException.Unknown
                    | DoorException.Unknown e) {
                refuseIfInterrupted();
                revival.doubt(context.stack());
                what = Objects.requireNonNullElse(e.getMessage(), e.toString());
            }
            context.say(what + " — doing the step again when Docker answers");
            context.restartDeadline(limit);
            if (!trouble.isOver(began)) {
                return new Outcome.Waits(gaveUp(what, context));
            }
            context.restartDeadline(Duration.ZERO);
        }
    }

    /** What to say of an outcome that does not stand if Docker went away meanwhile. */
    private static Optional<String> inDoubt(Outcome outcome, StepKind kind) {
        return switch (outcome) {
            case Outcome.Failed failed -> Optional.of(failed.what());
            case Outcome.Done done when OPENING.contains(kind) -> Optional.of(done.summary());
            default -> Optional.empty();
        };
    }

    /**
     * Whether a failure may be the engine's own end, so that the step is worth another try. A
     * command that runs once never is: it may have done half of its work.
     */
    private boolean isDockers(long before, int restarts, StepContext context) {
        return breaks.getAsLong() != before
                && restarts < RESTARTS
                && !ONCE.contains(context.planned().kind());
    }

    private String gaveUp(String what, StepContext context) {
        boolean copies = context.planned().kind() == StepKind.COPY_OFFSITE;
        return "Docker has not answered as it should for "
                + Durations.print(limit)
                + " ("
                + what
                + "). Everything is as it was left"
                + (copies
                        ? ", and the rollback point may not be off-site"
                        : ". When it is well ('docker info'): 'lull retry "
                                + context.window()
                                + "'");
    }

    private static void refuseIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Since when Docker is not well, and how long the next pause is. */
    private final class Trouble {
        private long since;
        private int times;
        private Duration pause = FIRST_PAUSE;

        /** Waits until Docker answers; false when the time for that is over. */
        boolean isOver(long performedSince) throws InterruptedException {
            long now = System.nanoTime();
            if (times == 0 || now - performedSince > WELL.toNanos()) {
                since = now;
                times++;
                pause = FIRST_PAUSE;
            }
            while (times <= RESTARTS && System.nanoTime() - since < limit.toNanos()) {
                Thread.sleep(pause);
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
                if (answers()) {
                    return true;
                }
            }
            return false;
        }

        private boolean answers() throws InterruptedException {
            try {
                engine.version();
                return true;
            } catch (EngineException.Permanent e) {
                return true;
            } catch (EngineException e) {
                refuseIfInterrupted();
                return false;
            }
        }
    }
}
