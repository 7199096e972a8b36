package dev.lull.window;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.StepKind;
import dev.lull.stack.Durations;
import dev.lull.stack.StackName;
import dev.lull.window.RefusedException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Runs one window: decides, writes down, acts, writes down. The only place where the state of a
 * window changes.
 */
final class Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    private static final Duration JOURNAL_PAUSE = Duration.ofSeconds(5);
    private static final Duration DOCKER_PAUSE = Duration.ofMillis(500);
    private static final Duration LEAST_GRACE = Duration.ofMinutes(30);

    private final WindowId window;
    private final Journal journal;
    private final Planner planner;
    private final Map<StepKind, Step> steps;
    private final Signal signal;
    private final Consumer<WindowId> finished;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition asked = lock.newCondition();
    private final Boundary boundary;
    private final Instant openedAt;
    private final AtomicInteger attempts;
    private WindowState state;
    private @Nullable Thread thread;
    private @Nullable Thread acting;
    private @Nullable String disturbance;
    private String saidWhileHeld = "";
    private volatile boolean stopped;
    private volatile String trouble = "";

    Runner(
            WindowId window,
            Journal journal,
            Planner planner,
            Map<StepKind, Step> steps,
            Boundary boundary,
            Signal signal,
            Consumer<WindowId> finished) {
        this.window = window;
        this.journal = journal;
        this.planner = planner;
        this.steps = steps;
        this.boundary = boundary;
        this.signal = signal;
        this.finished = finished;
        List<Recorded> events = journal.read(window, 0);
        this.state = WindowState.replay(events);
        this.openedAt = events.getFirst().at();
        this.attempts =
                new AtomicInteger((int) events.stream().filter(e -> isRetry(e.event())).count());
    }

    private static boolean isRetry(Event event) {
        return event instanceof Event.Asked asked && asked.action() == Action.RETRY;
    }

    WindowId window() {
        return window;
    }

    WindowState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    void start() {
        thread = Thread.ofVirtual().name("window-" + window).start(this::run);
    }

    /**
     * Goes on after a restart of the daemon: first looks whether what was closed is still closed,
     * and whether the window is not long overdue; then it is held and a person decides.
     */
    void recover(Instant now) {
        thread =
                Thread.ofVirtual()
                        .name("window-" + window)
                        .start(() -> {
                            lookUntilSeen();
                            overdue(now);
                            run();
                        });
    }

    /** What a person did while the window waited may have opened something. */
    private void lookAgain() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.debug("could not look; the next step will see for itself", e);
        }
    }

    private void lookUntilSeen() {
        while (!stopped) {
            try {
                look();
                trouble = "";
                return;
            } catch (RuntimeException e) {
                // Docker may start after us.
                trouble = "waiting for Docker: " + e.getMessage();
                pauseForDocker();
            }
        }
    }

    private void pauseForDocker() {
        try {
            Thread.sleep(DOCKER_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void overdue(Instant now) {
        Duration expected = state().opened().expected();
        Duration grace = expected.compareTo(LEAST_GRACE) > 0 ? expected : LEAST_GRACE;
        Instant limit = openedAt.plus(expected).plus(grace);
        lock.lock();
        try {
            if (now.isAfter(limit) && !state.reopened() && disturbance == null) {
                disturbance =
                        "the daemon was away, and it is "
                                + Durations.print(Duration.between(openedAt, now))
                                + " since the window was opened, which was expected to take "
                                + Durations.print(expected)
                                + ": see whether going on is still wanted";
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops between or inside of steps; the journal has what is needed to go on. */
    void stop() {
        stopped = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                await(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until nothing runs any more. Whether that was so in time. */
    boolean await(Duration atMost) throws InterruptedException {
        Thread running = thread;
        return running == null || running.join(atMost);
    }

    /** Takes a person's word, if the state offers it, and interrupts the step if it turns back. */
    void ask(Action action, String by, Optional<String> confirm) {
        lock.lock();
        try {
            refuseUnlessOffered(action, confirm);
            Event ask = new Event.Asked(action, by);
            append(ask);
            if (isRetry(ask)) {
                attempts.incrementAndGet();
            }
            Thread step = acting;
            if (state.turning().isPresent() && step != null) {
                step.interrupt();
            }
            asked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks whether somebody else broke what the window has closed; if so, interrupts the step and
     * holds. Called when Docker reports something about the stack, and at the start.
     */
    void look() {
        WindowState now = state();
        Optional<String> broken = boundary.broken(now);
        if (broken.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            if (state.held().isPresent()) {
                sayWhileHeld(state.held().get().step(), broken.get());
            } else if (boundaryUnmoved(now)) {
                disturbance = broken.get();
                if (acting != null) {
                    acting.interrupt();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void sayWhileHeld(StepKind step, String broken) {
        if (!broken.equals(saidWhileHeld)) {
            saidWhileHeld = broken;
            append(new Event.Warned(step, broken));
        }
    }

    /** Steps may have gone on while Docker was asked: then what was seen may be their doing. */
    private boolean boundaryUnmoved(WindowState seen) {
        return seen.steps().equals(state.steps()) && state.held().isEmpty();
    }

    private void refuseUnlessOffered(Action action, Optional<String> confirm) {
        if (!state.offers().contains(action)) {
            throw new RefusedException(Reason.CONFLICT, notOffered(action));
        }
        String stack = state.opened().stack().value();
        if (action == Action.ROLLBACK && state.reopened() && !confirm.equals(Optional.of(stack))) {
            throw new RefusedException(
                    Reason.UNCONFIRMED,
                    "visitors have been let in since the rollback point was taken: everything"
                            + " written since then would be lost. To do it all the same, confirm"
                            + " with the stack's name: 'lull rollback "
                            + window
                            + " --confirm "
                            + stack
                            + "'");
        }
    }

    private String notOffered(Action action) {
        String now = "window " + window + " is " + state.phase().word();
        if (state.held().isPresent()) {
            now += ", held at " + state.held().get().step().word();
        }
        if (state.offers().isEmpty()) {
            return now + ": there is nothing to ask of it now, it goes on by itself";
        }
        String offers = String.join(", ", state.offers().stream().map(Action::word).toList());
        String why =
                action == Action.ABORT && state.reopened()
                        ? ": visitors are in again, so it can't be aborted any more"
                        : ": " + action.word() + " does not fit now";
        return now + why + "; it offers: " + offers;
    }

    private void run() {
        MDC.put("window", window.toString());
        MDC.put("stack", state.opened().stack().value());
        try {
            while (!stopped && actUnlessJournalFails()) {
                // one decision after the other
            }
        } catch (InterruptedException e) {
            LOG.info("stopped in mid-window; it goes on at the next start");
        }
    }

    /** What can't be written down is not done: the window stands still until there is room. */
    private boolean actUnlessJournalFails() throws InterruptedException {
        try {
            boolean more = act(decide());
            trouble = "";
            return more;
        } catch (JournalException e) {
            if (trouble.isEmpty()) {
                LOG.error(
                        "Window {} of stack {} stands still: its journal can't be written. {} The"
                                + " door stays as it is now. It goes on by itself when the journal"
                                + " can be written again.",
                        window,
                        state().opened().stack(),
                        e.getMessage(),
                        e);
            }
            trouble = Objects.requireNonNullElse(e.getMessage(), e.toString());
            signal.raise();
            Thread.sleep(JOURNAL_PAUSE);
            return true;
        }
    }

    /**
     * Why the window stands still although it is neither held nor ended; empty when it does not.
     */
    String trouble() {
        return trouble;
    }

    private Decision decide() {
        lock.lock();
        try {
            String why = disturbance;
            disturbance = null;
            Decision next = Decision.of(state);
            return why != null && next instanceof Decision.Perform perform
                    ? new Decision.Hold(
                            perform.step().kind(), why + ", then 'lull retry " + window + "'")
                    : next;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is more to do. */
    private boolean act(Decision decision) throws InterruptedException {
        switch (decision) {
            case Decision.Perform perform -> perform(perform);
            case Decision.CloseAgain close -> closeAgain(close);
            case Decision.TurnBack turn -> turnBack(turn);
            case Decision.Hold hold -> {
                LOG.warn("held at {}: {}", hold.step().word(), hold.why());
                waits(hold.step(), hold.why());
            }
            case Decision.End end -> {
                LOG.info("{}: {}", end.phase().word(), end.summary());
                recordIfStill(end, new Event.Ended(end.phase(), end.summary()));
            }
            case Decision.Wait _ -> {
                waitForAPerson();
                lookAgain();
            }
            case Decision.Finished _ -> {
                finished.accept(window);
                signal.raise();
                return false;
            }
        }
        return true;
    }

    private void perform(Decision.Perform decision) throws InterruptedException {
        PlannedStep step = decision.step();
        if (!recordIfStill(decision, new Event.StepStarted(step.kind()))) {
            return;
        }
        LOG.info("{}: {}", step.kind().word(), step.what());
        Outcome outcome = attempt(step);
        if (stopped) {
            throw new InterruptedException();
        }
        if (disturbed()) {
            return;
        }
        switch (outcome) {
            case Outcome.Done done -> record(new Event.StepDone(step.kind(), done.summary()));
            case Outcome.Failed failed -> {
                LOG.warn("{} failed: {}", step.kind().word(), failed.what());
                record(new Event.StepFailed(step.kind(), failed.what()));
            }
            case Outcome.Waits waits -> waits(step.kind(), waits.why());
        }
    }

    /** Records what was decided, unless a person has asked for something else meanwhile. */
    private boolean recordIfStill(Decision decision, Event event) {
        lock.lock();
        try {
            boolean still = Decision.of(state).equals(decision);
            if (still) {
                append(event);
            }
            return still;
        } finally {
            lock.unlock();
        }
    }

    private void waits(StepKind step, String why) {
        lock.lock();
        try {
            if (state.turning().isEmpty()) {
                append(new Event.Held(step, why));
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean disturbed() {
        lock.lock();
        try {
            return disturbance != null;
        } finally {
            lock.unlock();
        }
    }

    private void closeAgain(Decision.CloseAgain close) throws InterruptedException {
        PlannedStep closing =
                state().forward().stream()
                        .map(StepRun::step)
                        .filter(s -> s.kind() == close.closing())
                        .findFirst()
                        .orElseThrow();
        Outcome outcome = attempt(closing);
        if (stopped) {
            throw new InterruptedException();
        }
        String summary =
                switch (outcome) {
                    case Outcome.Done done -> "closed again: " + done.summary();
                    case Outcome.Failed failed -> "NOT closed again: " + failed.what();
                    case Outcome.Waits waits -> "NOT closed again: " + waits.why();
                };
        LOG.warn("{}: {}", close.failed().kind().word(), summary);
        record(new Event.ClosedAgain(close.failed().kind(), summary));
    }

    private void turnBack(Decision.TurnBack turn) {
        Optional<Facts> facts = state().facts();
        if (facts.isEmpty()) {
            record(new Event.Ended(Phase.ABORTED, turn.why()));
            return;
        }
        LOG.warn("the way back: {}", turn.why());
        List<PlannedStep> back = planner.back(facts.get(), state().changed());
        record(new Event.TurnedBack(turn.why(), turn.end(), back));
    }

    private void waitForAPerson() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (Decision.of(state) instanceof Decision.Wait && !stopped) {
                asked.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Performs a step on a thread of its own, so that a deadline or a person can interrupt it. */
    private Outcome attempt(PlannedStep planned) throws InterruptedException {
        BlockingQueue<Outcome> result = new ArrayBlockingQueue<>(1);
        AtomicBoolean late = new AtomicBoolean();
        Context context = new Context(planned);
        Map<String, String> mdc = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
        Thread step =
                Thread.ofVirtual()
                        .name("window-" + window + "-" + planned.kind().word())
                        .unstarted(() -> {
                            MDC.setContextMap(mdc);
                            MDC.put("step", planned.kind().word());
                            result.add(outcome(planned, context, late));
                        });
        acting(step);
        step.start();
        try {
            Outcome outcome = result.poll(planned.deadline().toNanos(), TimeUnit.NANOSECONDS);
            if (outcome == null) {
                late.set(true);
                step.interrupt();
                outcome = result.take();
            }
            context.stopIfUnwritten();
            return outcome;
        } catch (InterruptedException e) {
            step.interrupt();
            step.join();
            throw e;
        } finally {
            acting(null);
            context.flush();
        }
    }

    private Outcome outcome(PlannedStep planned, Context context, AtomicBoolean late) {
        try {
            Step step = steps.get(planned.kind());
            if (step == null) {
                return new Outcome.Failed("this daemon has no step " + planned.kind().word());
            }
            return step.perform(context);
        } catch (InterruptedException e) {
            return interrupted(planned, late);
        } catch (JournalException e) {
            return new Outcome.Failed("the journal can't be written: " + e.getMessage());
        } catch (RuntimeException e) {
            if (late.get() || state().turning().isPresent() || disturbed()) {
                return interrupted(planned, late);
            }
            LOG.warn("{} failed", planned.kind().word(), e);
            return Outcome.Failed.because(e);
        }
    }

    private static Outcome interrupted(PlannedStep planned, AtomicBoolean late) {
        return new Outcome.Failed(
                late.get()
                        ? "took longer than " + Durations.print(planned.deadline())
                        : "interrupted");
    }

    private void acting(@Nullable Thread step) {
        lock.lock();
        try {
            acting = step;
            if (step != null && state.turning().isPresent()) {
                step.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private void record(Event event) {
        lock.lock();
        try {
            append(event);
        } finally {
            lock.unlock();
        }
    }

    /** Checked before it is written, written before it counts. */
    private void append(Event event) {
        WindowState next = state.next(event);
        journal.append(window, event);
        state = next;
        signal.raise();
    }

    /** A step's view of the window. Output is gathered and written in batches. */
    private final class Context implements StepContext {
        private static final long BATCH_NANOS = 200_000_000L;

        private final PlannedStep planned;
        private final List<String> lines = new ArrayList<>();
        private long flushedAt = System.nanoTime();

        private volatile @Nullable JournalException unwritten;

        Context(PlannedStep planned) {
            this.planned = planned;
        }

        /** Whatever the step made of it: what could not be written down stops the window. */
        void stopIfUnwritten() {
            JournalException failure = unwritten;
            if (failure != null) {
                throw failure;
            }
        }

        private void write(Event event) {
            stopIfUnwritten();
            try {
                record(event);
            } catch (JournalException e) {
                unwritten = e;
                throw e;
            }
        }

        @Override
        public WindowId window() {
            return window;
        }

        @Override
        public StackName stack() {
            return state().opened().stack();
        }

        @Override
        public Change change() {
            return state().opened().change();
        }

        @Override
        public PlannedStep planned() {
            return planned;
        }

        @Override
        public int attempt() {
            return attempts.get();
        }

        @Override
        public String by() {
            return state().opened().by();
        }

        @Override
        public boolean onWayBack() {
            return state().back().isPresent();
        }

        @Override
        public Instant expectedBack() {
            return openedAt.plus(state().opened().expected());
        }

        @Override
        public Facts facts() {
            return state().facts()
                    .orElseThrow(() -> new IllegalStateException("no facts were taken yet"));
        }

        @Override
        public void take(Facts facts) {
            write(new Event.FactsTaken(facts));
        }

        @Override
        public Optional<String> note(String key) {
            return Optional.ofNullable(state().notes().get(key));
        }

        @Override
        public void note(String key, String value) {
            write(new Event.Noted(key, value));
        }

        @Override
        public void say(String line) {
            synchronized (lines) {
                lines.add(line);
                if (System.nanoTime() - flushedAt < BATCH_NANOS) {
                    return;
                }
            }
            flush();
        }

        @Override
        public void warn(String text) {
            LOG.warn("{}", text);
            flush();
            write(new Event.Warned(planned.kind(), text));
        }

        void flush() {
            List<String> batch;
            synchronized (lines) {
                flushedAt = System.nanoTime();
                if (lines.isEmpty()) {
                    return;
                }
                batch = List.copyOf(lines);
                lines.clear();
            }
            write(new Event.Said(planned.kind(), batch));
        }
    }
}
