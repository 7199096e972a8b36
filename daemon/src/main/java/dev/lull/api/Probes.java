package dev.lull.api;

import dev.lull.access.AuditLog;
import dev.lull.window.JournalException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a window could be run now, the journal be written among it. Anybody may ask and as often
 * as they like: it is looked at once in a few seconds, and who asks meanwhile is told what was seen
 * then. Thread-safe.
 */
final class Probes implements Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final Readiness others;
    private final AuditLog audit;
    private final InstantSource clock;
    private List<String> seen = List.of();
    private Instant at = Instant.EPOCH;

    /**
     * @param others what else may be in the way
     * @param audit in the journal: where it can be written, so can what windows do
     */
    Probes(Readiness others, AuditLog audit, InstantSource clock) {
        this.others = others;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public synchronized List<String> problems() {
        // Also where the clock was set back.
        if (Duration.between(at, clock.instant()).abs().compareTo(FRESH) >= 0) {
            seen = look();
            at = clock.instant();
        }
        return seen;
    }

    private List<String> look() {
        List<String> problems = new ArrayList<>(others.problems());
        try {
            audit.probe();
        } catch (JournalException e) {
            LOG.warn("the journal can't be written: {}", e.getMessage());
            problems.add("the journal can't be written");
        }
        return List.copyOf(problems);
    }
}
