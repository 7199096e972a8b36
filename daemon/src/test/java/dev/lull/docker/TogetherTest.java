package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TogetherTest {

    @Test
    void all_run_side_by_side() throws Exception {
        CyclicBarrier all = new CyclicBarrier(3);
        Together.run("test", List.of(() -> meet(all), () -> meet(all), () -> meet(all)));
        assertThat(all.isBroken()).isFalse();
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void results_come_in_the_order_of_the_items() throws Exception {
        assertThat(Together.each("test", 2, List.of(3, 1, 2), i -> i * 10))
                .containsExactly(30, 10, 20);
    }

    @Test
    void what_they_log_belongs_to_the_window_of_the_caller() throws Exception {
        try (MDC.MDCCloseable _ = MDC.putCloseable("window", "7")) {
            assertThat(Together.each("test", 2, List.of("window"), k -> "" + MDC.get(k)))
                    .containsExactly("7");
        }
    }

    @Test
    void as_many_run_at_once_as_may_and_no_more() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier two = new CyclicBarrier(2);
        Together.each(
                "test",
                2,
                List.of(1, 2, 3, 4, 5, 6, 7, 8),
                i -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    meet(two);
                    return now.decrementAndGet();
                });
        assertThat(most).hasValue(2);
    }

    @Test
    void one_that_fails_is_thrown_when_the_others_are_over() {
        AtomicInteger over = new AtomicInteger();
        CountDownLatch failed = new CountDownLatch(1);
        assertThatThrownBy(() ->
                        Together.run(
                                "test",
                                List.of(
                                        () -> {
                                            failed.countDown();
                                            throw new EngineException.Permanent("refused");
                                        },
                                        () -> {
                                            await(failed);
                                            over.incrementAndGet();
                                        })))
                .isInstanceOf(EngineException.Permanent.class)
                .hasMessage("refused");
        assertThat(over).hasValue(1);
    }

    @Test
    void an_interruption_is_passed_on_to_them_and_to_the_caller() throws Exception {
        CountDownLatch started = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        Together.Task waits =
                () -> {
                    started.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                    }
                };
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                Together.run("test", List.of(waits, waits));
                            } catch (InterruptedException e) {
                                told.set(interrupted.get());
                            }
                        });
        started.await();
        caller.interrupt();
        caller.join();
        assertThat(told).hasValue(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
