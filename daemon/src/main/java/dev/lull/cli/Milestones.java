package dev.lull.cli;

import dev.lull.stack.ProgressLine;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which lines a log needs where nothing can be drawn over: of those that say how far something is,
 * the first, then one for each tenth, and one a minute at least.
 */
final class Milestones {
    private static final int TENTH = 10;
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final Map<String, Shown> shown = new HashMap<>();

    private record Shown(int tenth, Instant at) {}

    /** Whether the line is one that the log needs; if so it counts as shown. */
    boolean worth(String line, Instant at) {
        return ProgressLine.read(line).map(mark -> isNew(mark, at)).orElse(true);
    }

    private boolean isNew(ProgressLine.Mark mark, Instant at) {
        int tenth = mark.percent() / TENTH;
        Shown before = shown.get(mark.what());
        boolean worth =
                before == null
                        || tenth != before.tenth
                        || !at.isBefore(before.at.plus(LONGEST_SILENCE));
        if (worth) {
            shown.put(mark.what(), new Shown(tenth, at));
        }
        return worth;
    }

    /** Something else begins: what is said next is new. */
    void clear() {
        shown.clear();
    }
}
