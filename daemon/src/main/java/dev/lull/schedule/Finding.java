package dev.lull.schedule;

import java.util.List;

/**
 * What is new to a stack.
 *
 * @param news sentences without full stops; none where there is nothing to do
 * @param fingerprint the same for the same news, and for no other; empty where each time is another
 */
public record Finding(List<String> news, String fingerprint) {
    public Finding {
        news = List.copyOf(news);
    }

    /** News that is never the same twice. */
    public Finding(List<String> news) {
        this(news, "");
    }
}
