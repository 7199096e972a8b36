package dev.lull.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.testbed.Wait;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuartzAlarmTest extends AlarmContract {
    private final AtomicReference<Runnable> ring = new AtomicReference<>(() -> {});
    private final QuartzAlarm alarm =
            new QuartzAlarm(() -> {
                rings.incrementAndGet();
                ring.get().run();
            });

    @AfterEach
    void close() {
        alarm.close();
    }

    @Override
    Alarm alarm() {
        return alarm;
    }

    @Override
    Instant now() {
        return Instant.now();
    }

    @Override
    void pass() {}

    private static Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(t -> !t.getName().startsWith("lull-"));
        return threads;
    }

    @Test
    void its_threads_begin_with_the_first_schedule_and_end_with_it() {
        Set<Thread> before = threads();
        alarm.cancel(ONE);
        assertThat(threads()).isEqualTo(before);
        alarm.at(ONE, Instant.now().plusSeconds(3600));
        Set<Thread> its = threads();
        its.removeAll(before);
        assertThat(its).isNotEmpty().allMatch(Thread::isDaemon);
        alarm.close();
        Wait.until("its threads end", () -> its.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void who_is_woken_may_set_it_again() {
        ring.set(() -> {
            if (rings.get() < 4) {
                alarm.at(ONE, Instant.now().plusMillis(50));
            }
        });
        alarm.at(ONE, Instant.now());
        Wait.until("four rings", () -> rings.get() == 4);
    }

    @Test
    void who_fails_to_get_up_is_woken_the_next_time() {
        ring.set(() -> {
            throw new IllegalStateException("as the test wants");
        });
        alarm.at(ONE, Instant.now());
        Wait.until("a ring", () -> rings.get() == 1);
        alarm.at(ONE, Instant.now());
        Wait.until("another one", () -> rings.get() == 2);
    }
}
