package dev.lull.report;

import dev.lull.plan.StepKind;
import dev.lull.stack.Durations;
import dev.lull.window.Action;
import dev.lull.window.NoteKey;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a person wants to know of a window afterwards, or in its midst: a pure function of its
 * journal and the time.
 *
 * @param asOf when it was written, for a window that has not ended
 * @param state holds the facts, which must not be printed
 */
public record WindowReport(
        WindowId window, Instant openedAt, Instant asOf, WindowState state, Timeline timeline) {
    /**
     * The report of these events.
     *
     * @param now the time, for what still runs
     */
    public static WindowReport of(WindowId window, List<Recorded> events, Instant now) {
        WindowState state = WindowState.replay(events);
        Instant asOf = state.ended().isPresent() ? events.getLast().at() : now;
        return new WindowReport(window, events.getFirst().at(), asOf, state, Timeline.of(events));
    }

    /** When it ended. */
    public Optional<Instant> endedAt() {
        return state.ended().map(_ -> asOf);
    }

    /** When visitors were expected to be in again. */
    public Instant expectedBack() {
        return openedAt.plus(state.terms().expected());
    }

    public Duration elapsed() {
        return Durations.between(openedAt, asOf);
    }

    /** How long visitors saw the page. */
    public Duration doorClosed() {
        return timeline.doorClosed(asOf);
    }

    /**
     * How many requests of visitors its pages have answered, at least; empty where none has said.
     *
     * @param now what those say that stand now, by the page's id
     */
    public OptionalLong met(Map<String, Long> now) {
        Map<String, Long> met = new HashMap<>(now);
        state.notes()
                .forEach((key, value) -> {
                    if (key.startsWith(NoteKey.MET)) {
                        met.merge(
                                key.substring(NoteKey.MET.length()),
                                Long.valueOf(value),
                                Math::max);
                    }
                });
        return met.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(met.values().stream().mapToLong(n -> n).sum());
    }

    /** The evidence that nothing wrote, as JSON text. */
    public Optional<String> certificate() {
        return Optional.ofNullable(state.notes().get(NoteKey.CERTIFICATE));
    }

    /** The id of the rollback point. */
    public Optional<String> point() {
        return Advice.point(state);
    }

    /** The copy of it elsewhere, or why there is none where there was to be one. */
    public Optional<String> offsite() {
        return Advice.offsite(state);
    }

    /**
     * What a rollback would lose, a sentence; empty where it would lose nothing, or is not offered.
     */
    public Optional<String> rollbackLoses() {
        if (!state.offers().contains(Action.ROLLBACK) || !state.visitorsMayHaveWritten()) {
            return Optional.empty();
        }
        String since =
                timeline.forward().stream()
                        .filter(s -> s.run().kind() == StepKind.SNAPSHOT)
                        .flatMap(s -> s.endedAt().stream())
                        .map(at -> " " + at.truncatedTo(ChronoUnit.SECONDS))
                        .findFirst()
                        .orElse(" the rollback point was taken");
        return Optional.of("Everything that was written since" + since + " would be lost.");
    }

    /** What happened, what to do next. */
    public Advice advice() {
        return Advice.of(window, state);
    }
}
