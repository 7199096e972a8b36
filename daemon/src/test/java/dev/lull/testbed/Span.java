package dev.lull.testbed;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Something that took its time. */
record Span(Instant from, Instant to) {

    /** How much of this one the others cover; where they overlap, once. */
    Duration coveredBy(List<Span> others) {
        Duration covered = Duration.ZERO;
        Instant reached = from;
        for (Span other : others.stream().sorted(Comparator.comparing(Span::from)).toList()) {
            Instant begin = later(reached, other.from());
            Instant end = to.isBefore(other.to()) ? to : other.to();
            if (begin.isBefore(end)) {
                covered = covered.plus(Duration.between(begin, end));
                reached = end;
            }
        }
        return covered;
    }

    Duration length() {
        return Duration.between(from, to);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
