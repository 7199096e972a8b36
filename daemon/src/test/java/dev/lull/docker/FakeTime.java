package dev.lull.docker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that goes on by a millisecond each time that it is asked for. */
final class FakeTime implements InstantSource {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** Somebody sets the clock. */
    synchronized void setBack(Duration by) {
        now = now.minus(by);
    }

    @Override
    public synchronized Instant instant() {
        now = now.plusMillis(1);
        return now;
    }
}
