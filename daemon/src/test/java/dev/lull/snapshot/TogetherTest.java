package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TogetherTest {
    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch cutOff = new CountDownLatch(1);

    private void waitForEver() throws InterruptedException {
        try {
            never.await();
        } catch (InterruptedException e) {
            cutOff.countDown();
            throw e;
        }
    }

    @Test
    void all_of_it_is_done_side_by_side() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        try (Together together = new Together("test")) {
            Supplier<String> word =
                    together.get(() -> {
                        both.countDown();
                        both.await();
                        return "done";
                    });
            together.run(both::countDown);
            together.await();
            assertThat(word.get()).isEqualTo("done");
        }
    }

    @Test
    void the_first_that_fails_is_told_and_the_rest_is_ended() throws Exception {
        assertThatThrownBy(
                        () -> {
                            try (Together together = new Together("test")) {
                                together.run(this::waitForEver);
                                together.run(() -> {
                                    throw new IOException("the disk is gone");
                                });
                                together.await();
                            }
                        })
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is gone");
        assertThat(cutOff.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void an_interruption_ends_all_of_it() throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(
                        () -> {
                            try (Together together = new Together("test")) {
                                together.run(this::waitForEver);
                                together.await();
                            }
                        })
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }
}
