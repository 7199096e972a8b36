package dev.lull.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.testbed.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every alarm does. */
@Timeout(120)
abstract class AlarmContract {
    static final ScheduleId ONE = new ScheduleId(1);
    static final ScheduleId OTHER = new ScheduleId(2);
    static final Duration SOON = Duration.ofMillis(300);
    static final Duration LATER = Duration.ofMillis(900);

    /** No host is that slow between two lines. */
    static final Duration HELD = Duration.ofSeconds(5);

    final AtomicInteger rings = new AtomicInteger();

    /** It counts its rings. */
    abstract Alarm alarm();

    abstract Instant now();

    /** Time goes on, if it does not by itself. */
    abstract void pass();

    private void awaitRings(int count) {
        Wait.until(
                () -> count + " rings, and there were " + rings,
                () -> {
                    pass();
                    return rings.get() >= count;
                });
    }

    /** Until what was to ring by then has done so. */
    private void await(Instant time) {
        Wait.until(
                "the time goes on",
                () -> {
                    pass();
                    return now().isAfter(time.plus(SOON));
                });
    }

    /** It takes a while to start, and rings once for that. */
    private void begin() {
        alarm().at(OTHER, now());
        awaitRings(1);
    }

    @Test
    void one_that_is_set_rings_once() {
        Instant then = now().plus(SOON);
        alarm().at(ONE, then);
        awaitRings(1);
        await(then);
        assertThat(rings).hasValue(1);
    }

    @Test
    void what_is_over_rings_at_once() {
        alarm().at(ONE, now().minusSeconds(3600));
        awaitRings(1);
    }

    @Test
    void each_schedule_has_its_own() {
        alarm().at(ONE, now().plus(SOON));
        alarm().at(OTHER, now().plus(LATER));
        awaitRings(2);
    }

    @Test
    void set_again_it_rings_at_the_other_time_alone() {
        begin();
        Instant then = now().plus(HELD);
        alarm().at(ONE, then);
        alarm().at(ONE, then.plusSeconds(3600));
        await(then);
        assertThat(rings).hasValue(1);
        alarm().at(ONE, now());
        awaitRings(2);
    }

    @Test
    void one_that_is_cancelled_does_not_ring() {
        begin();
        Instant then = now().plus(HELD);
        alarm().at(ONE, then);
        alarm().cancel(ONE);
        alarm().cancel(new ScheduleId(7));
        await(then);
        assertThat(rings).hasValue(1);
        alarm().at(ONE, now());
        awaitRings(2);
    }

    @Test
    void closed_it_rings_no_more() {
        begin();
        Instant then = now().plus(HELD);
        alarm().at(ONE, then);
        alarm().close();
        alarm().at(OTHER, then);
        alarm().cancel(ONE);
        alarm().close();
        await(then);
        assertThat(rings).hasValue(1);
    }
}
