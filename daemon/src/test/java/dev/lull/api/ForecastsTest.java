package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Change;
import dev.lull.plan.Forecast;
import dev.lull.stack.StackName;
import dev.lull.testbed.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ForecastsTest {
    private static final StackName SHOP = new StackName("shop");
    private static final Change UPDATE = new Change.Update(Map.of(), false);

    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch measured = new CountDownLatch(1);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Forecasts forecasts =
            new Forecasts(
                    (_, _) -> {
                        begun.incrementAndGet();
                        measured.await();
                        return new Forecast(List.of(), List.of(), 1);
                    },
                    now::get);

    @Test
    void one_is_made_at_a_time_and_serves_who_asked_for_the_same_meanwhile() throws Exception {
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Forecast> first = people.submit(() -> forecasts.of(SHOP, UPDATE));
            Wait.until("it measures", () -> begun.get() == 1);
            Future<Forecast> second = people.submit(() -> forecasts.of(SHOP, UPDATE));

            measured.countDown();

            assertThat(second.get()).isSameAs(first.get());
            assertThat(begun).hasValue(1);
        }
    }

    @Test
    void another_change_and_another_time_are_measured() throws Exception {
        measured.countDown();
        Forecast first = forecasts.of(SHOP, UPDATE);
        assertThat(forecasts.of(SHOP, UPDATE)).isSameAs(first);

        assertThat(forecasts.of(SHOP, new Change.None())).isNotSameAs(first);
        now.set(Instant.EPOCH.plusSeconds(30));
        forecasts.of(SHOP, new Change.None());

        assertThat(begun).hasValue(3);
    }
}
