package dev.lull.stack;

import dev.lull.calendar.Timing;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A window that {@code x-lull.schedule} plans.
 *
 * @param name among those of the stack
 * @param work what the window is for
 * @param length how long the door is expected to be closed
 * @param late how long after its moment it may still begin, when that was missed
 * @param ifChanged whether there must be something to do
 * @param ifHealthy whether the stack must be well
 * @param approval how long it waits for a person's word; empty where nobody has to give one
 */
public record PlannedWindow(
        String name,
        Timing timing,
        Work work,
        Duration length,
        Duration late,
        boolean ifChanged,
        boolean ifHealthy,
        Optional<Duration> approval) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Duration LONGEST = Duration.ofDays(7);

    public PlannedWindow {
        check(name, length, late, approval);
    }

    /** What a planned window is for. */
    public sealed interface Work {}

    /** Brings the stack to what its files say then. */
    public record Update(boolean pull) implements Work {}

    /** Runs the migration command. */
    public record Migrate() implements Work {}

    /** Runs one command. */
    public record Exec(ServiceName service, Command command) implements Work {}

    /** A person does the work. */
    public record ByHand() implements Work {}

    /**
     * Whether a planned window may be called so, and take so long.
     *
     * @throws IllegalArgumentException if it may not; the message is a sentence for people
     */
    public static void check(
            String name, Duration length, Duration late, Optional<Duration> approval) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a schedule has letters, digits, dots, dashes and underscores, at"
                            + " most 64, and begins with a letter or digit");
        }
        if (!length.isPositive() || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the length must be more than nothing, and at most 7d");
        }
        if (late.isNegative() || late.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "late must not be less than nothing, and at most 7d");
        }
        if (approval.filter(a -> !a.isPositive() || a.compareTo(LONGEST) > 0).isPresent()) {
            throw new IllegalArgumentException(
                    "the time to approve must be more than nothing, and at most 7d");
        }
    }
}
