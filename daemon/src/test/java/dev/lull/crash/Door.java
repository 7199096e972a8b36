package dev.lull.crash;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When the door was open, and to which version, as the journal of a window has it. */
final class Door {
    private final List<Span> open;

    /** For a while the door is open to a version. */
    private record Span(String version, Instant from, Instant until) {
        boolean meets(Knock knock) {
            return knock.at().isAfter(from) && knock.sent().isBefore(until);
        }
    }

    private Door(List<Span> open) {
        this.open = List.copyOf(open);
    }

    /**
     * Reads it from a window's events: the old version is behind the door until it was closed, what
     * a validation has checked from the reopening on.
     */
    static Door of(Scenario scenario, List<Written> events) {
        List<Span> open = new ArrayList<>();
        Optional<Instant> since = Optional.of(Instant.MIN);
        String version = Scenario.BEFORE;
        String checked = "";
        boolean back = false;
        for (Written event : events) {
            if (event.kind().equals("turned-back")) {
                back = true;
            } else if (event.is("step-done", "validate")) {
                checked = back ? Scenario.BEFORE : scenario.version();
            } else if (event.is("step-done", "close-app") && since.isPresent()) {
                open.add(new Span(version, since.get(), event.time()));
                since = Optional.empty();
                checked = "";
            } else if (event.is("step-started", "reopen-app")
                    && since.isEmpty()
                    && !checked.isEmpty()) {
                version = checked;
                since = Optional.of(event.time());
            }
        }
        String last = version;
        since.ifPresent(from -> open.add(new Span(last, from, Instant.MAX)));
        return new Door(open);
    }

    /** What the app answered although the door was closed to it. */
    List<String> openedEarly(List<Knock> knocks) {
        return knocks.stream()
                .filter(Knock::isByApp)
                .filter(k -> open.stream().noneMatch(s -> s.meets(k) && isBy(s.version(), k)))
                .map(k -> k.by() + " " + k.what() + " sent " + k.sent() + " answered " + k.at())
                .toList();
    }

    private static boolean isBy(String version, Knock knock) {
        return knock.by() == Knock.By.WRITTEN || knock.what().equals(version);
    }

    /**
     * The entries that must be there at the end: all that were acknowledged, but for those that
     * were written to a new version which was then given up.
     */
    Stream<String> kept(List<Knock> knocks) {
        return knocks.stream()
                .filter(k -> k.by() == Knock.By.WRITTEN)
                .filter(k -> open.stream().noneMatch(s -> s.meets(k) && isGivenUp(s)))
                .map(Knock::what);
    }

    private boolean isGivenUp(Span span) {
        return !span.version().equals(Scenario.BEFORE)
                && !span.version().equals(open.getLast().version());
    }
}
