package dev.lull.api;

import dev.lull.window.Standing;
import java.util.List;

/** What the API shows of how a stack stands against what it was before its window. */
final class Standings {
    private Standings() {}

    record StandingView(List<ItemView> items, List<String> commands) {}

    record ItemView(String what, String before, String now, boolean inPlace) {}

    static StandingView of(Standing standing) {
        return new StandingView(
                standing.items().stream()
                        .map(i -> new ItemView(i.what(), i.before(), i.now(), i.inPlace()))
                        .toList(),
                standing.commands());
    }
}
