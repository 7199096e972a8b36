package dev.lull.window;

import dev.lull.stack.StackName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A journal in memory. A new coordinator on the same one is a daemon that was started again. */
public final class MemoryJournal implements Journal {
    private final SortedMap<Long, List<Recorded>> windows = new TreeMap<>();
    private final Clock clock;
    private final Set<WindowId> damaged = new HashSet<>();
    private final Set<WindowId> unknown = new HashSet<>();
    private int writesUntilFailure;
    private boolean full;

    public MemoryJournal(Clock clock) {
        this.clock = clock;
    }

    /**
     * Makes the n-th write from now fail, {@code open} counted too; it leaves no trace. Those after
     * it work again.
     *
     * @param n from 1; 0 for none
     */
    public synchronized void failWrite(int n) {
        writesUntilFailure = n;
    }

    /** Makes the n-th write from now fail and all after it, as on a full disk; 0: there is room. */
    public synchronized void failFrom(int n) {
        writesUntilFailure = n;
        full = n > 0;
    }

    /** Makes the events of a window unreadable. */
    public synchronized void damage(WindowId window) {
        damaged.add(window);
    }

    /** Makes all of a window unreadable, its stack too. */
    public synchronized void damageWholly(WindowId window) {
        damage(window);
        unknown.add(window);
    }

    @Override
    public synchronized WindowId open(Event.Opened opened) {
        mayFail();
        Origin origin = opened.origin();
        if (find(origin.by(), origin.request()).isPresent()) {
            throw new JournalException("there is a window for this request");
        }
        WindowId window = new WindowId(windows.size() + 1L);
        windows.put(
                window.value(), new ArrayList<>(List.of(new Recorded(1, clock.instant(), opened))));
        return window;
    }

    @Override
    public synchronized Recorded append(WindowId window, Event event) {
        mayFail();
        List<Recorded> events = windows.get(window.value());
        if (events == null) {
            throw absent(window);
        }
        Recorded recorded = new Recorded(events.size() + 1L, clock.instant(), event);
        events.add(recorded);
        return recorded;
    }

    @Override
    public synchronized List<Recorded> read(WindowId window, long after) {
        if (damaged.contains(window)) {
            throw new JournalException("event 2 can't be read (as the test wants)");
        }
        return events(window, after);
    }

    private List<Recorded> events(WindowId window, long after) {
        return windows.getOrDefault(window.value(), List.of()).stream()
                .filter(r -> r.sequence() > after)
                .toList();
    }

    @Override
    public synchronized List<WindowId> windows() {
        return List.copyOf(ids().reversed());
    }

    @Override
    public synchronized Optional<WindowId> find(String by, String request) {
        return ids().stream()
                .filter(id -> !request.isEmpty())
                .filter(id -> isFor(origin(id), by, request))
                .findFirst();
    }

    private Origin origin(WindowId id) {
        return ((Event.Opened) events(id, 0).getFirst().event()).origin();
    }

    private static boolean isFor(Origin origin, String by, String request) {
        return origin.by().equals(by) && origin.request().equals(request);
    }

    @Override
    public synchronized List<WindowId> open() {
        return ids().stream().filter(id -> !hasEnded(id)).toList();
    }

    @Override
    public synchronized StackName stack(WindowId window) {
        if (unknown.contains(window)) {
            throw new JournalException(
                    "the stack of window " + window + " can't be read (as the test wants)");
        }
        return events(window, 0).stream()
                .limit(1)
                .map(r -> ((Event.Opened) r.event()).stack())
                .findFirst()
                .orElseThrow(() -> absent(window));
    }

    private static JournalException absent(WindowId window) {
        return new JournalException("there is no window " + window);
    }

    private List<WindowId> ids() {
        return windows.keySet().stream().map(WindowId::new).toList();
    }

    private boolean hasEnded(WindowId window) {
        return events(window, 0).stream().anyMatch(r -> r.event() instanceof Event.Ended);
    }

    private void mayFail() {
        if (writesUntilFailure > 0 && --writesUntilFailure == 0) {
            writesUntilFailure = full ? 1 : 0;
            throw new JournalException("no room left (as the test wants)");
        }
    }
}
