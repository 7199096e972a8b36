package dev.lull.window;

import dev.lull.plan.Plan;
import dev.lull.plan.StepKind;
import dev.lull.stack.StackName;
import dev.lull.window.RefusedException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All windows of this daemon: opens them, one a stack, runs each on a thread of its own, passes on
 * what people ask, and goes on after a restart where the journal ends. Thread-safe.
 */
public final class Windows implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Windows.class);

    private final Journal journal;
    private final Planner planner;
    private final Map<StepKind, Step> steps;
    private final Boundary boundary;
    private final Clock clock;
    private final Limits limits;
    private final Map<WindowId, Runner> running = new ConcurrentHashMap<>();
    private final Map<WindowId, Stranded> stranded = new ConcurrentHashMap<>();
    private final Object opening = new Object();
    private final Signal signal = new Signal();

    public Windows(
            Journal journal,
            Planner planner,
            Map<StepKind, Step> steps,
            Boundary boundary,
            Clock clock) {
        this(journal, planner, steps, boundary, clock, Limits.USUAL);
    }

    Windows(
            Journal journal,
            Planner planner,
            Map<StepKind, Step> steps,
            Boundary boundary,
            Clock clock,
            Limits limits) {
        this.journal = journal;
        this.planner = planner;
        this.steps = Map.copyOf(steps);
        this.boundary = boundary;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * Opens a window and begins to run it. Asked again with the same {@link Origin#request}, it
     * gives the window that was opened for it.
     *
     * @throws RefusedException when the stack has an open window, is not there, or can't be
     *     planned, or the request was another one the first time
     * @throws JournalException when the journal can't be written, or can't tell which stack some
     *     open window is on
     */
    public WindowId open(WindowRequest request) {
        Optional<WindowId> before = openedFor(request);
        if (before.isPresent()) {
            return before.get();
        }
        StackName stack = request.stack();
        Plan plan = planner.forward(stack, request.change());
        Permission.checkHolds(plan, request.holdBefore());
        synchronized (opening) {
            before = openedFor(request);
            if (before.isPresent()) {
                return before.get();
            }
            running(stack).ifPresent(r -> refuseSecond(stack, r.window(), r.state()));
            unrecovered(stack).ifPresent(id -> refuseSecond(stack, id, readable(id)));
            WindowId id = journal.open(request.opened(plan));
            make(id).start();
            return id;
        }
    }

    /**
     * The window that was opened for a request, whatever became of it.
     *
     * @param by who asked for it
     * @param request as in {@link Origin}; not empty
     */
    public Optional<WindowId> openedFor(String by, String request) {
        return journal.find(by, request);
    }

    private Optional<WindowId> openedFor(WindowRequest request) {
        Origin origin = request.origin();
        if (origin.request().isEmpty()) {
            return Optional.empty();
        }
        Optional<WindowId> window = openedFor(origin.by(), origin.request());
        window.ifPresent(id -> {
            if (!request.isThatOf(state(id).opened())) {
                throw new RefusedException(
                        Reason.INVALID,
                        "window "
                                + id
                                + " was opened with the Idempotency-Key '"
                                + origin.request()
                                + "' and for something else: another request needs another key");
            }
        });
        return window;
    }

    /**
     * One that an earlier daemon left open, and that {@link #recover} has not come to yet or could
     * not take up.
     *
     * @throws JournalException where it can't be told which stack one is on: it may be this one
     */
    private Optional<WindowId> unrecovered(StackName stack) {
        return journal.open().stream()
                .filter(id -> !running.containsKey(id))
                .filter(id -> journal.stack(id).equals(stack))
                .filter(id -> readable(id).ended().isEmpty())
                .findFirst();
    }

    /**
     * The state of a window that may not have been taken up yet.
     *
     * @throws RefusedException when it can't be
     */
    private WindowState readable(WindowId id) {
        try {
            return state(id);
        } catch (JournalException | IllegalStateException e) {
            throw Stranded.of(id, journal, e).refused();
        }
    }

    private static void refuseSecond(StackName stack, WindowId id, WindowState first) {
        throw new RefusedException(
                Reason.CONFLICT,
                "stack "
                        + stack
                        + " has window "
                        + id
                        + " open, which is "
                        + first.phase().word()
                        + "; see 'lull show "
                        + id
                        + "'"
                        + (first.offers().contains(Action.ABORT)
                                ? ", wait for its end, or end it with 'lull abort " + id + "'"
                                : first.isCopying()
                                        ? ", wait for its off-site copy, or give that up with 'lull"
                                                + " reopen "
                                                + id
                                                + "'"
                                        : " and wait for its end"));
    }

    /**
     * Goes on with every window that the journal has open. One that can't be taken up is left as it
     * is, and keeps no other from going on. Called once, at the start.
     */
    public void recover() {
        synchronized (opening) {
            for (WindowId id : journal.open()) {
                if (running.containsKey(id)) {
                    continue;
                }
                recover(id);
            }
        }
    }

    private void recover(WindowId id) {
        try {
            Runner runner = make(id);
            LOG.atInfo().addKeyValue("window", id).log("going on where the journal ends");
            runner.recover(clock.instant());
        } catch (RuntimeException e) {
            Stranded left = Stranded.of(id, journal, e);
            stranded.put(id, left);
            LOG.atError().addKeyValue("window", id).setCause(e).log(left.words());
        }
    }

    private Runner make(WindowId id) {
        Runner runner =
                new Runner(id, journal, planner, steps, boundary, signal, limits, running::remove);
        running.put(id, runner);
        return runner;
    }

    /** Asks something of a window, wherever it is. */
    public void ask(WindowId id, Action action, String by, Optional<String> confirm) {
        ask(id, action, by, confirm, Optional.empty());
    }

    /**
     * Asks something of a window.
     *
     * @param confirm the stack's name, where what is asked would lose what visitors wrote
     * @param seen the step at which who asks has seen it held: their word is for that one
     * @throws RefusedException when the window's state does not offer it
     */
    public void ask(
            WindowId id,
            Action action,
            String by,
            Optional<String> confirm,
            Optional<StepKind> seen) {
        Runner runner = running.get(id);
        if (runner == null || runner.state().ended().isPresent()) {
            throw notRunning(id, Optional.of(action));
        }
        runner.ask(action, by, confirm, seen);
    }

    /**
     * Says that a window takes longer: visitors are expected to be in again that much later than
     * they were, or than now if that is over.
     *
     * @throws RefusedException when visitors are in again, or it would take longer than any window
     *     may
     */
    public void extend(WindowId id, Duration more, String by) {
        Runner runner = running.get(id);
        if (runner == null || runner.state().ended().isPresent()) {
            throw notRunning(id, Optional.empty());
        }
        runner.extend(more, by, clock.instant());
    }

    private RefusedException notRunning(WindowId id, Optional<Action> action) {
        WindowState state = state(id);
        if (state.ended().isEmpty()) {
            return new RefusedException(
                    Reason.CONFLICT,
                    "window "
                            + id
                            + " is being taken up again after a start of the daemon; ask again in a"
                            + " moment");
        }
        String hint =
                action.equals(Optional.of(Action.ROLLBACK))
                        ? "; to return to its rollback point: 'lull snapshots', then 'lull restore'"
                        : "";
        return new RefusedException(
                Reason.CONFLICT,
                "window " + id + " has ended (" + state.phase().word() + ")" + hint);
    }

    /**
     * The state of a window.
     *
     * @throws RefusedException when there is none of this number, or it could not be taken up
     */
    public WindowState state(WindowId id) {
        Runner runner = running.get(id);
        return runner != null ? runner.state() : WindowState.replay(events(id, 0));
    }

    /**
     * The events of a window with a higher sequence.
     *
     * @throws RefusedException when there is no window of this number, or it could not be taken up
     */
    public List<Recorded> events(WindowId id, long after) {
        Stranded left = stranded.get(id);
        if (left != null) {
            throw left.refused();
        }
        List<Recorded> events = journal.read(id, after);
        if (events.isEmpty() && after == 0) {
            throw new RefusedException(
                    Reason.NOT_FOUND, "there is no window " + id + "; see 'lull windows'");
        }
        return events;
    }

    /** All windows but those that could not be taken up, newest first. */
    public List<WindowId> all() {
        return journal.windows().stream().filter(id -> !stranded.containsKey(id)).toList();
    }

    /** Windows without an end, oldest first, also those that are not taken up yet. */
    public List<WindowId> open() {
        return journal.open();
    }

    /** Open windows that could not be taken up, and are left as they are: why, and what to do. */
    public List<String> leftAlone() {
        return stranded.values().stream()
                .sorted(Comparator.comparingLong(s -> s.window().value()))
                .map(Stranded::words)
                .toList();
    }

    /** Why a window stands still although it is neither held nor ended; empty when it does not. */
    public String trouble(WindowId id) {
        Runner runner = running.get(id);
        return runner == null ? "" : runner.trouble();
    }

    /**
     * Something happened to a container of this stack: its open window looks whose doing it was.
     */
    public void look(StackName stack) {
        running.values().stream()
                .filter(r -> r.state().opened().stack().equals(stack))
                .forEach(Runner::look);
    }

    /** Stacks with an open window. */
    public Set<StackName> openStacks() {
        return running.values().stream()
                .map(Runner::state)
                .filter(s -> s.ended().isEmpty())
                .map(s -> s.opened().stack())
                .collect(Collectors.toSet());
    }

    /** The open window of a stack, also one that could not be taken up. */
    public Optional<WindowId> openOf(StackName stack) {
        return running(stack)
                .map(Runner::window)
                .or(() ->
                        stranded.values().stream()
                                .filter(s -> s.isOn(stack))
                                .map(Stranded::window)
                                .findFirst());
    }

    /** One that has just ended may not have left the map yet. */
    private Optional<Runner> running(StackName stack) {
        return running.values().stream().filter(r -> isOpenOn(r.state(), stack)).findFirst();
    }

    private static boolean isOpenOn(WindowState state, StackName stack) {
        return state.opened().stack().equals(stack) && state.ended().isEmpty();
    }

    /**
     * Waits until some window has a new event, or the time is over. Callers read the journal after
     * it.
     *
     * @param seen what the last call returned; 0 at first
     * @return a number that is higher whenever something was appended
     */
    public long await(long seen, Duration atMost) throws InterruptedException {
        return signal.await(seen, atMost);
    }

    /** Stops running, in mid-window too: the windows go on at the next start. */
    @Override
    public void close() {
        running.values().forEach(Runner::stop);
    }
}
