package dev.lull.window;

import java.time.Duration;

/**
 * How long a window waits for what is not its own doing, before it is held.
 *
 * @param unwinding for a step that was interrupted to end
 * @param docker for a Docker that does not answer, before anything is done after a restart of the
 *     daemon or a person's word
 */
record Limits(Duration unwinding, Duration docker) {
    static final Limits USUAL = new Limits(Duration.ofMinutes(1), Duration.ofMinutes(10));
}
