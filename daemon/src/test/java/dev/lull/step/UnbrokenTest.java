package dev.lull.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class UnbrokenTest {
    @Test
    void what_it_logs_belongs_to_the_window_of_the_caller() throws Exception {
        try (MDC.MDCCloseable _ = MDC.putCloseable("window", "7")) {
            assertThat(Unbroken.call("test", () -> "" + MDC.get("window"))).isEqualTo("7");
        }
    }

    @Test
    void it_gives_what_the_work_gives() throws Exception {
        assertThat(Unbroken.call("swap", () -> "done")).isEqualTo("done");
        assertThatThrownBy(() ->
                        Unbroken.call(
                                "swap",
                                () -> {
                                    throw new IllegalArgumentException("no");
                                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");
    }

    @Test
    void an_interruption_together_with_the_end_counts() {
        Thread caller = Thread.currentThread();

        assertThatThrownBy(() ->
                        Unbroken.call(
                                "swap",
                                () -> {
                                    caller.interrupt();
                                    return true;
                                }))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("swap");
        assertThat(caller.isInterrupted()).isFalse();
    }

    @Test
    void an_interruption_waits_until_the_work_is_over() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                Unbroken.call(
                                        "swap",
                                        () -> {
                                            begun.countDown();
                                            mayEnd.await();
                                            ended.set(true);
                                            return true;
                                        });
                            } catch (InterruptedException e) {
                                thrown.set(ended.get() ? e : new AssertionError("early"));
                            }
                        });
        begun.await();
        caller.interrupt();
        mayEnd.countDown();
        caller.join();

        assertThat(thrown.get())
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("swap");
    }
}
