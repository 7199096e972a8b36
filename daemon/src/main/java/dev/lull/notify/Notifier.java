package dev.lull.notify;

import dev.lull.window.JournalException;
import dev.lull.window.Recorded;
import dev.lull.window.RefusedException;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import dev.lull.window.Windows;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows every window and posts what is to be told of it. A daemon that was started again tells
 * once more which windows wait for a person; nothing else is told twice. What could not be posted
 * after some tries stands in the log.
 */
public final class Notifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    /** What stands still raises no event. */
    private static final Duration LOOK = Duration.ofSeconds(15);

    private final Windows windows;
    private final Delivery delivery;
    private final Map<WindowId, Followed> followed = new HashMap<>();
    private long newest;
    private final Thread thread;

    public Notifier(Windows windows, Post post) {
        this.windows = windows;
        this.delivery = new Delivery(post);
        this.thread = Thread.ofVirtual().name("notifier").unstarted(this::follow);
    }

    /** How far a window was followed. */
    private static final class Followed {
        private final WindowId window;
        private WindowState state;
        private long last;
        private String trouble = "";

        /** Until it is known to whom: the facts are not taken yet. */
        private final List<Notice> pending = new ArrayList<>();

        Followed(WindowId window, List<Recorded> events) {
            this.window = window;
            this.state = WindowState.replay(events);
            this.last = events.getLast().sequence();
        }
    }

    /** Call it before windows are taken up again: what happens from here on is told. */
    public void start() {
        newest = windows.all().stream().mapToLong(WindowId::value).max().orElse(0);
        for (WindowId id : windows.open()) {
            try {
                followed.put(id, new Followed(id, windows.events(id, 0)));
            } catch (JournalException | RefusedException | IllegalStateException e) {
                LOG.warn("window {} is not followed: {}", id, e.getMessage());
            }
        }
        thread.start();
    }

    private void follow() {
        try {
            for (Followed one : followed.values()) {
                guarded(one, () -> tell(one, Notice.stillHeld(one.window, one.state)));
            }
            long seen = windows.await(0, Duration.ZERO);
            while (true) {
                look();
                seen = windows.await(seen, LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            for (WindowId id : windows.all().reversed()) {
                if (id.value() > newest) {
                    followed.put(id, new Followed(id, windows.events(id, 0).subList(0, 1)));
                    newest = id.value();
                }
            }
        } catch (JournalException | RefusedException | IllegalStateException e) {
            LOG.debug("the windows could not be read; they are looked at again", e);
        }
        for (Followed one : List.copyOf(followed.values())) {
            guarded(one, () -> lookAtEvents(one));
            guarded(one, () -> lookAtTrouble(one));
            if (one.state.ended().isPresent()) {
                followed.remove(one.window);
            }
        }
    }

    /** One look at one window. */
    private interface Look {
        void look() throws InterruptedException;
    }

    /** What is wrong with one window silences no other. */
    private static void guarded(Followed one, Look look) throws InterruptedException {
        try {
            look.look();
        } catch (JournalException | RefusedException e) {
            LOG.debug("window {} could not be read; it is looked at again", one.window, e);
        } catch (RuntimeException e) {
            LOG.error("window {} can't be told of; the others are", one.window, e);
        }
    }

    private void lookAtEvents(Followed one) throws InterruptedException {
        for (Recorded recorded : windows.events(one.window, one.last)) {
            one.last = recorded.sequence();
            one.state = one.state.next(recorded.event());
            tell(one, Notice.of(one.window, one.state, recorded.event()));
        }
    }

    private void lookAtTrouble(Followed one) throws InterruptedException {
        String trouble = windows.trouble(one.window);
        boolean isNew = !trouble.isEmpty() && !trouble.equals(one.trouble);
        one.trouble = trouble;
        if (isNew) {
            tell(one, Optional.of(Notice.standsStill(one.window, one.state, trouble)));
        }
    }

    private void tell(Followed one, Optional<Notice> notice) throws InterruptedException {
        notice.ifPresent(one.pending::add);
        if (!one.pending.isEmpty() && one.state.facts().isPresent()) {
            List<URI> urls = Recipients.of(one.state.facts().get());
            for (Notice pending : one.pending) {
                delivery.send(pending, urls);
            }
            one.pending.clear();
        }
    }

    /** What is being posted is not waited for. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
