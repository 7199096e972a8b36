package dev.lull.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.lull.window.RefusedException;
import dev.lull.window.RefusedException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What the tests of schedules have in common: a host whose daemon runs, and what is due there. */
@Timeout(120)
abstract class OnHost {
    static final Duration HOUR = Duration.ofHours(1);

    /** Three o'clock in Berlin. */
    static final Instant FIRST = Instant.parse("2027-03-01T02:00:00Z");

    static final Instant SECOND = Instant.parse("2027-03-02T02:00:00Z");

    final Host host = new Host("2027-03-01T00:00:00Z").start();

    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("dev.lull.window")).setLevel(Level.OFF);
        ((Logger) LoggerFactory.getLogger("dev.lull.schedule")).setLevel(Level.OFF);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    Schedules schedules() {
        return host.schedules();
    }

    ScheduleId nightly() {
        return schedules().add(Host.order("nightly", Host.daily("0 3")), "ada").id();
    }

    ScheduleId nightly(Duration late, Set<Condition> conditions, Duration... approval) {
        Order order =
                Host.order(
                        Host.SHOP,
                        "nightly",
                        Host.daily("0 3"),
                        late,
                        conditions,
                        List.of(approval).stream().findFirst());
        return schedules().add(order, "ada").id();
    }

    static void refused(Reason reason, String why, ThrowingCallable asked) {
        assertThatThrownBy(asked)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(why);
    }
}
