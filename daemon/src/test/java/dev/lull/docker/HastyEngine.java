package dev.lull.docker;

import java.net.URI;
import java.time.Duration;

/** The real adapter with less patience, for tests of what happens when an answer does not come. */
public final class HastyEngine {
    private HastyEngine() {}

    /**
     * An adapter that is connected when it is first used.
     *
     * @param deadline for each answer
     */
    public static DockerJavaEngine connect(URI socket, Duration deadline) {
        return DockerJavaEngine.connect(socket, deadline);
    }
}
