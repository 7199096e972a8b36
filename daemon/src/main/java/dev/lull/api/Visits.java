package dev.lull.api;

import dev.lull.window.Survey;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the pages of open windows say of their visitors, looked at now and then: whoever looks at a
 * window does not wait for Docker. Thread-safe.
 */
final class Visits {
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final Survey survey;
    private final InstantSource clock;
    private final Duration patience;
    private final Map<WindowId, Look> looks = new ConcurrentHashMap<>();

    /**
     * @param patience with a look that is under way
     */
    Visits(Survey survey, InstantSource clock, Duration patience) {
        this.survey = survey;
        this.clock = clock;
        this.patience = patience;
    }

    private record Look(Instant at, CompletableFuture<Map<String, Long>> met) {
        boolean serves(Instant now) {
            return !met.isDone() || now.isBefore(at.plus(FRESH));
        }
    }

    /** By the page's id; nothing where that is not known soon. */
    Map<String, Long> of(WindowId window, WindowState state) throws InterruptedException {
        Instant now = clock.instant();
        Look look =
                looks.compute(
                        window,
                        (_, was) -> was != null && was.serves(now) ? was : begin(state, now));
        try {
            return look.met().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Map.of();
        }
    }

    /** The door is open: there is no page to ask. */
    void forget(WindowId window) {
        looks.remove(window);
    }

    private Look begin(WindowState state, Instant now) {
        CompletableFuture<Map<String, Long>> met = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("visits")
                .start(() -> {
                    try {
                        met.complete(survey.met(state));
                    } catch (RuntimeException | InterruptedException e) {
                        met.completeExceptionally(e);
                    }
                });
        return new Look(now, met);
    }
}
