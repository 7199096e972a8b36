package dev.lull.config;

import dev.lull.stack.Durations;
import java.time.Duration;

/** A duration within limits, both included. */
record HowLong(Duration from, Duration to) implements Kind<Duration> {

    @Override
    public Class<Duration> type() {
        return Duration.class;
    }

    @Override
    public String words() {
        return "a duration such as 30m or 6h, from "
                + Durations.print(from)
                + " to "
                + Durations.print(to);
    }

    @Override
    public Duration read(String text) {
        Duration read = Durations.parse(text);
        if (read.compareTo(from) < 0 || read.compareTo(to) > 0) {
            throw new IllegalArgumentException("is not " + words());
        }
        return read;
    }

    @Override
    public String print(Duration value) {
        return Durations.print(value);
    }
}
