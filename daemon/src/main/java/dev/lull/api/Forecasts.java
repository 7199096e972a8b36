package dev.lull.api;

import dev.lull.plan.Change;
import dev.lull.plan.Forecast;
import dev.lull.stack.StackName;
import dev.lull.window.Forecaster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Measures for one after the other, and what was just measured not again. Thread-safe. */
final class Forecasts implements Forecaster {
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Forecaster forecaster;
    private final InstantSource clock;
    private final Semaphore turn = new Semaphore(1);
    private @Nullable Made last;

    Forecasts(Forecaster forecaster, InstantSource clock) {
        this.forecaster = forecaster;
        this.clock = clock;
    }

    private record Made(StackName stack, Change change, Instant at, Forecast forecast) {
        boolean serves(StackName wanted, Change wantedChange, Instant now) {
            return stack.equals(wanted)
                    && change.equals(wantedChange)
                    && now.isBefore(at.plus(FRESH));
        }
    }

    @Override
    public Forecast of(StackName stack, Change change) throws InterruptedException {
        turn.acquire();
        try {
            Made made = last;
            if (made == null || !made.serves(stack, change, clock.instant())) {
                Forecast forecast = forecaster.of(stack, change);
                made = new Made(stack, change, clock.instant(), forecast);
                last = made;
            }
            return made.forecast();
        } finally {
            turn.release();
        }
    }
}
