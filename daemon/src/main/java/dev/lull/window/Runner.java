package dev.lull.window;

import dev.lull.plan.Phase;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.StepKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs one window: decides, writes down, acts, writes down. */
final class Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    private static final Duration JOURNAL_PAUSE = Duration.ofSeconds(5);
    private static final Duration DOCKER_PAUSE = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final Planner planner;
    private final Map<StepKind, Step> steps;
    private final Signal signal;
    private final Consumer<WindowId> finished;
    private final Lookout lookout;
    private @Nullable Thread thread;
    private volatile @Nullable Attempt acting;
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
        this.ledger = new Ledger(window, journal, signal);
        this.planner = planner;
        this.steps = steps;
        this.signal = signal;
        this.finished = finished;
        this.lookout = new Lookout(ledger, boundary, this::interruptStep);
    }

    WindowId window() {
        return ledger.window();
    }

    WindowState state() {
        return ledger.state();
    }

    /**
     * Why the window stands still although it is neither held nor ended; empty when it does not.
     */
    String trouble() {
        return trouble;
    }

    void start() {
        thread = Thread.ofVirtual().name("window-" + window()).start(this::run);
    }

    /**
     * Goes on after a restart of the daemon: first looks whether what was closed is still closed,
     * and whether the window is not long overdue; then it is held and a person decides.
     */
    void recover(Instant now) {
        thread =
                Thread.ofVirtual()
                        .name("window-" + window())
                        .start(() -> {
                            lookUntilSeen();
                            lookout.overdue(now);
                            run();
                        });
    }

    /** Stops between or inside of steps; the journal has what is needed to go on. */
    void stop() {
        stopped = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(STOP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes a person's word, if the state offers it, and interrupts the step if it turns back. */
    void ask(Action action, String by, Optional<String> confirm) {
        ledger.locked(() -> {
            Permission.check(window(), state(), action, confirm);
            ledger.append(new Event.Asked(action, by));
            return action;
        });
        if (isTurning()) {
            interruptStep();
        }
    }

    private boolean isTurning() {
        return state().turning().isPresent();
    }

    private void interruptStep() {
        Attempt attempt = acting;
        if (attempt != null) {
            attempt.interrupt();
        }
    }

    /**
     * Looks whether somebody else broke what the window has closed; if so, interrupts the step and
     * holds. Called when Docker reports something about the stack.
     */
    void look() {
        lookout.look();
    }

    private void lookUntilSeen() {
        while (!stopped) {
            try {
                lookout.look();
                trouble = "";
                return;
            } catch (RuntimeException e) {
                // Docker may start after us.
                trouble = "waiting for Docker: " + e.getMessage();
                pauseForDocker();
            }
        }
    }

    private static void pauseForDocker() {
        try {
            Thread.sleep(DOCKER_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a person did while the window waited may have opened something. */
    private void lookAgain() {
        try {
            lookout.look();
        } catch (RuntimeException e) {
            LOG.debug("could not look; the next step will see for itself", e);
        }
    }

    private void run() {
        MDC.put("window", window().toString());
        MDC.put("stack", ledger.stack().value());
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
            Decision decision = decide();
            decision.step().ifPresent(s -> MDC.put("step", s.word()));
            boolean more = act(decision);
            trouble = "";
            return more;
        } catch (JournalException e) {
            if (trouble.isEmpty()) {
                LOG.error(
                        "Window {} of stack {} stands still: its journal can't be written. {} The"
                                + " door stays as it is now. It goes on by itself when the journal"
                                + " can be written again.",
                        window(),
                        ledger.stack(),
                        e.getMessage(),
                        e);
            }
            trouble = Objects.requireNonNullElse(e.getMessage(), e.toString());
            signal.raise();
            Thread.sleep(JOURNAL_PAUSE);
            return true;
        }
    }

    private Decision decide() {
        Optional<String> found = lookout.take();
        Decision next = Decision.of(state());
        return found.isPresent() && next instanceof Decision.Perform perform
                ? new Decision.Hold(
                        perform.planned().kind(),
                        found.get() + ", then 'lull retry " + window() + "'")
                : next;
    }

    /** Whether there is more to do. */
    private boolean act(Decision decision) throws InterruptedException {
        switch (decision) {
            case Decision.Perform perform -> perform(perform);
            case Decision.CloseAgain close -> closeAgain(close);
            case Decision.TurnBack turn -> turnBack(turn);
            case Decision.Hold hold -> {
                LOG.warn("held at {}: {}", hold.at().word(), hold.why());
                hold(hold.at(), hold.why());
            }
            case Decision.End end -> {
                LOG.info("{}: {}", end.phase().word(), end.summary());
                appendIfStill(end, new Event.Ended(end.phase(), end.summary()));
            }
            case Decision.Wait _ -> {
                ledger.awaitWhile(s -> Decision.of(s) instanceof Decision.Wait);
                lookAgain();
            }
            case Decision.Finished _ -> {
                finished.accept(window());
                signal.raise();
                return false;
            }
        }
        return true;
    }

    private void perform(Decision.Perform decision) throws InterruptedException {
        PlannedStep step = decision.planned();
        if (!appendIfStill(decision, new Event.StepStarted(step.kind()))) {
            return;
        }
        LOG.info("{}: {}", step.kind().word(), step.what());
        Outcome outcome = attempt(step);
        if (lookout.hasFound()) {
            return;
        }
        switch (outcome) {
            case Outcome.Done done ->
                    ledger.append(new Event.StepDone(step.kind(), done.summary()));
            case Outcome.Failed failed -> {
                LOG.warn("{} failed: {}", step.kind().word(), failed.what());
                ledger.append(new Event.StepFailed(step.kind(), failed.what()));
            }
            case Outcome.Waits waits -> hold(step.kind(), waits.why());
        }
    }

    /** Records what was decided, unless a person has asked for something else meanwhile. */
    private boolean appendIfStill(Decision decision, Event event) {
        return ledger.appendIf(s -> Decision.of(s).equals(decision), event);
    }

    private void hold(StepKind step, String why) {
        ledger.appendIf(s -> s.turning().isEmpty(), new Event.Held(step, why));
    }

    private void closeAgain(Decision.CloseAgain close) throws InterruptedException {
        PlannedStep closing =
                state().forward().stream()
                        .map(StepRun::step)
                        .filter(s -> s.kind() == close.closing())
                        .findFirst()
                        .orElseThrow();
        String summary =
                switch (attempt(closing)) {
                    case Outcome.Done done -> "closed again: " + done.summary();
                    case Outcome.Failed failed -> "NOT closed again: " + failed.what();
                    case Outcome.Waits waits -> "NOT closed again: " + waits.why();
                };
        LOG.warn("{}: {}", close.failed().kind().word(), summary);
        ledger.append(new Event.ClosedAgain(close.failed().kind(), summary));
    }

    private void turnBack(Decision.TurnBack turn) {
        Optional<Facts> facts = state().facts();
        if (facts.isEmpty()) {
            ledger.append(new Event.Ended(Phase.ABORTED, turn.why()));
            return;
        }
        LOG.warn("the way back: {}", turn.why());
        List<PlannedStep> back = planner.back(facts.get(), state().changed());
        ledger.append(new Event.TurnedBack(turn.why(), turn.end(), back));
    }

    private Outcome attempt(PlannedStep planned) throws InterruptedException {
        Attempt attempt =
                new Attempt(
                        ledger,
                        planned,
                        steps.get(planned.kind()),
                        () -> isTurning() || lookout.hasFound());
        acting = attempt;
        try {
            if (isTurning()) {
                attempt.interrupt();
            }
            Outcome outcome = attempt.run();
            if (stopped) {
                throw new InterruptedException();
            }
            return outcome;
        } finally {
            acting = null;
        }
    }
}
