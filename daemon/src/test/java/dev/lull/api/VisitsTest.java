package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Change;
import dev.lull.plan.Plans;
import dev.lull.stack.TestStack;
import dev.lull.testbed.Wait;
import dev.lull.window.Ada;
import dev.lull.window.Event;
import dev.lull.window.Standing;
import dev.lull.window.Survey;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class VisitsTest {
    private static final WindowId WINDOW = new WindowId(1);
    private static final WindowState STATE =
            WindowState.of(
                    new Event.Opened(
                            new TestStack("shop").build().name(),
                            new Change.None(),
                            Plans.forward(
                                            new TestStack("shop")
                                                    .service("app", "shop:1", "lull.role", "app")
                                                    .build(),
                                            new Change.None())
                                    .steps(),
                            Ada.ORIGIN,
                            Duration.ofMinutes(1),
                            List.of()));

    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    private Visits visits(Duration patience) {
        Survey survey =
                new Survey() {
                    @Override
                    public Standing of(WindowId window, WindowState state) {
                        return new Standing(List.of(), List.of());
                    }

                    @Override
                    public Map<String, Long> met(WindowState state) throws InterruptedException {
                        answer.await();
                        return Map.of("page", (long) looks.incrementAndGet());
                    }
                };
        return new Visits(survey, now::get, patience);
    }

    @Test
    void nobody_waits_for_a_docker_that_hangs() throws Exception {
        Visits visits = visits(Duration.ofMillis(1));
        assertThat(visits.of(WINDOW, STATE)).isEmpty();
        now.set(Instant.EPOCH.plusSeconds(60));
        assertThat(visits.of(WINDOW, STATE)).isEmpty();

        answer.countDown();
        Wait.until("it has looked", () -> looks.get() == 1);

        assertThat(looks).as("one look is under way at a time").hasValue(1);
    }

    @Test
    void what_was_seen_just_now_is_not_looked_at_again() throws Exception {
        answer.countDown();
        Visits visits = visits(Duration.ofMinutes(1));

        assertThat(visits.of(WINDOW, STATE)).containsEntry("page", 1L);
        assertThat(visits.of(WINDOW, STATE)).containsEntry("page", 1L);
        now.set(Instant.EPOCH.plusSeconds(3));
        assertThat(visits.of(WINDOW, STATE)).containsEntry("page", 2L);
        visits.forget(WINDOW);
        assertThat(visits.of(WINDOW, STATE)).containsEntry("page", 3L);
    }
}
