package dev.lull.notify;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what it is given. */
public final class FakePost implements Post {
    private final List<Notice> taken = new ArrayList<>();
    private int refusals;

    /** The next so many calls fail. */
    public synchronized void refuse(int calls) {
        refusals = calls;
    }

    /** What was taken, in order, once for each URL. */
    public synchronized List<Notice> taken() {
        return List.copyOf(taken);
    }

    @Override
    public synchronized Optional<String> send(URI to, Notice notice) {
        if (refusals > 0) {
            refusals--;
            return Optional.of(to.getHost() + " answered with 503");
        }
        taken.add(notice);
        return Optional.empty();
    }
}
