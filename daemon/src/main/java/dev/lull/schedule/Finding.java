package dev.lull.schedule;

import java.util.List;

/**
 * What is new to a stack.
 *
 * @param news sentences without full stops; none where there is nothing to do
 */
public record Finding(List<String> news) {
    public Finding {
        news = List.copyOf(news);
    }
}
