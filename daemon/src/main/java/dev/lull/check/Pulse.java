package dev.lull.check;

import dev.lull.docker.Inspect;
import java.util.Optional;

/** Whether the process of a container is at work. Pure. */
final class Pulse {
    private Pulse() {}

    /** Why it is not; Docker counts what is paused, or between two starts, as running. */
    static Optional<String> failure(Checks.Subject subject, Inspect container) {
        if (!container.isRunning()) {
            String reason = container.error().isEmpty() ? "" : ": " + container.error();
            return Optional.of(
                    subject.name()
                            + " does not run ("
                            + container.state()
                            + ", exit code "
                            + container.exitCode()
                            + ")"
                            + reason);
        }
        return switch (container.state()) {
            case "paused" ->
                    Optional.of(
                            subject.name()
                                    + " is paused ('docker unpause "
                                    + subject.name()
                                    + "' lets it go on)");
            case "restarting" ->
                    Optional.of(
                            subject.name()
                                    + " has ended with exit code "
                                    + container.exitCode()
                                    + ", and Docker is about to start it again");
            default -> Optional.empty();
        };
    }

    /** Whether it is at work, or will be by itself. */
    static boolean mayCome(Inspect container) {
        return container.isRunning() && !container.state().equals("paused");
    }
}
