package dev.lull.plan;

import dev.lull.stack.Durations;
import dev.lull.stack.Sizes;
import java.time.Duration;
import java.util.List;

/**
 * What the rollback point of a window would take, as the data are now. Pure.
 *
 * @param volumes what it would hold, each measured just now
 * @param leftOut a sentence for each part of the data that it would not
 * @param freeBytes that it may take at the most
 */
public record Forecast(List<Volume> volumes, List<String> leftOut, long freeBytes) {
    /** What closing, checking and opening take beside the copying, on a small host. */
    private static final Duration OTHER_STEPS = Duration.ofSeconds(10);

    public Forecast {
        volumes = List.copyOf(volumes);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * A volume, or another folder.
     *
     * @param store how it would be kept, a word
     * @param why in that way, in a few words
     * @param contentBytes of it
     * @param bytes that it would take at the most
     * @param time for copying and verifying, about
     */
    public record Volume(
            String name, String store, String why, long contentBytes, long bytes, Duration time) {}

    /** What all of it would take at the most. */
    public long bytes() {
        return volumes.stream().mapToLong(Volume::bytes).sum();
    }

    /** How long visitors would see the page, about, without what the change itself takes. */
    public Duration closed() {
        return copying().plus(OTHER_STEPS);
    }

    /** Where {@link #closed} comes from, a sentence without full stop. */
    public String why() {
        long content = volumes.stream().mapToLong(Volume::contentBytes).sum();
        return "some "
                + Durations.print(copying())
                + " to copy and verify "
                + Sizes.print(content)
                + " in "
                + volumes.size()
                + (volumes.size() == 1 ? " volume" : " volumes")
                + ", some "
                + Durations.print(OTHER_STEPS)
                + " for the other steps; what the change itself takes comes on top";
    }

    private Duration copying() {
        return volumes.stream().map(Volume::time).reduce(Duration.ZERO, Duration::plus);
    }
}
