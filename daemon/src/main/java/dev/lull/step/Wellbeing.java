package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.docker.Inspect;
import dev.lull.stack.Service;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether a container is well that should be: it runs, is healthy, answers, and logs no error. */
final class Wellbeing {
    private final Checks checks;

    Wellbeing(Checks checks) {
        this.checks = checks;
    }

    /**
     * Why it is not, if that does not pass in a moment.
     *
     * @param logsFrom what it logged before does not count
     */
    Optional<String> illness(Service service, Inspect replica, Instant logsFrom)
            throws InterruptedException {
        Checks.Subject subject =
                new Checks.Subject(replica.id(), replica.name(), service.closing(), "", logsFrom);
        return checks.await(List.of(subject), checks.shortPatience());
    }
}
