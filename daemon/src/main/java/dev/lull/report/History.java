package dev.lull.report;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.stack.StackName;
import dev.lull.window.JournalException;
import dev.lull.window.Recorded;
import dev.lull.window.RefusedException;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import dev.lull.window.Windows;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What earlier windows tell. What a window was that has ended is read once. Thread-safe. */
public final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    /** How many windows of a kind count. */
    private static final int NEWEST = 10;

    private final Windows windows;
    private final InstantSource clock;
    private final Map<WindowId, Ended> ended = new ConcurrentHashMap<>();

    public History(Windows windows, InstantSource clock) {
        this.windows = windows;
        this.clock = clock;
    }

    /**
     * A window that is over.
     *
     * @param change the word for it
     */
    public record Ended(
            WindowId window, StackName stack, String change, Phase phase, Usual.Past took) {}

    /** The newest window of a stack. */
    public Optional<WindowReport> last(StackName stack) {
        for (WindowId id : windows.all()) {
            Ended known = ended.get(id);
            if (known == null || known.stack().equals(stack)) {
                Optional<WindowReport> report = report(id);
                report.ifPresent(this::keep);
                if (report.filter(r -> stack(r).equals(stack)).isPresent()) {
                    return report;
                }
            }
        }
        return Optional.empty();
    }

    /** How long windows of this kind take on this stack, as far as there were any. */
    public Optional<Usual> usual(StackName stack, Change change) {
        return Usual.of(
                all().filter(e -> e.stack().equals(stack) && e.change().equals(change.word()))
                        .filter(e -> e.phase() == Phase.DONE)
                        .limit(NEWEST)
                        .map(Ended::took)
                        .toList());
    }

    /** Every window that is over, newest first. */
    public Stream<Ended> all() {
        return windows.all().stream().flatMap(id -> ended(id).stream());
    }

    private Optional<Ended> ended(WindowId id) {
        Ended known = ended.get(id);
        return known == null ? report(id).flatMap(this::keep) : Optional.of(known);
    }

    private Optional<Ended> keep(WindowReport report) {
        WindowState state = report.state();
        if (state.ended().isEmpty()) {
            return Optional.empty();
        }
        Ended past =
                new Ended(
                        report.window(),
                        stack(report),
                        state.opened().change().word(),
                        state.phase(),
                        Usual.Past.of(report));
        ended.put(report.window(), past);
        return Optional.of(past);
    }

    private static StackName stack(WindowReport report) {
        return report.state().opened().stack();
    }

    private Optional<WindowReport> report(WindowId id) {
        try {
            List<Recorded> events = windows.events(id, 0);
            return Optional.of(WindowReport.of(id, events, clock.instant()));
        } catch (JournalException | RefusedException | IllegalStateException e) {
            LOG.atDebug().addKeyValue("window", id).setCause(e).log("it tells nothing");
            return Optional.empty();
        }
    }
}
