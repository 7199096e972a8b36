package dev.lull.window;

import dev.lull.plan.Phase;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.StepKind;
import dev.lull.stack.Durations;
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

    private static final Duration TROUBLE_PAUSE = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final Planner planner;
    private final Map<StepKind, Step> steps;
    private final Signal signal;
    private final Consumer<WindowId> finished;
    private final Boundary boundary;
    private final Lookout lookout;
    private final Limits limits;
    private @Nullable Thread thread;
    private List<Breach> breaches = List.of();
    private boolean mustLook;
    private @Nullable Thread overrun;
    private @Nullable Attempt lingering;
    private volatile @Nullable Attempt acting;
    private volatile boolean stopped;
    private volatile String trouble = "";

    /** What is said when the trouble is over. */
    private String relief = "";

    Runner(
            WindowId window,
            Journal journal,
            Planner planner,
            Map<StepKind, Step> steps,
            Boundary boundary,
            Signal signal,
            Limits limits,
            Consumer<WindowId> finished) {
        this.ledger = new Ledger(window, journal, signal);
        this.planner = planner;
        this.steps = steps;
        this.signal = signal;
        this.limits = limits;
        this.finished = finished;
        this.boundary = boundary;
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
        watchOverrun(Duration.ZERO);
        thread = Thread.ofVirtual().name("window-" + window()).start(this::run);
    }

    /**
     * Goes on after a restart of the daemon: first looks whether what was closed is still closed,
     * and whether the window is not long overdue; then it is held and a person decides.
     */
    void recover(Instant now) {
        watchOverrun(Durations.between(ledger.openedAt(), now));
        thread =
                Thread.ofVirtual()
                        .name("window-" + window())
                        .start(() -> {
                            lookout.overdue(now);
                            mustLook = true;
                            run();
                        });
    }

    /** Stops between or inside of steps; the journal has what is needed to go on. */
    void stop() {
        stopped = true;
        endOverrun();
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

    /** One at a time, and none once the window has stopped or ended. */
    private void watchOverrun(Duration elapsed) {
        ledger.locked(() -> {
            endOverrun();
            boolean goesOn = !stopped && state().ended().isEmpty();
            overrun = goesOn ? new Overrun(ledger).watch(elapsed) : null;
            return goesOn;
        });
    }

    private void endOverrun() {
        ledger.locked(() -> {
            Thread watching = overrun;
            if (watching != null) {
                watching.interrupt();
            }
            return watching != null;
        });
    }

    /** Takes a person's word, if the state offers it, and interrupts the step if it turns back. */
    void ask(Action action, String by, Optional<String> confirm, Optional<StepKind> seen) {
        boolean givenUp =
                ledger.locked(() -> {
                    Permission.check(window(), state(), action, confirm);
                    seen.ifPresent(step -> Permission.checkSeen(window(), state(), step));
                    boolean copying = state().isCopying();
                    ledger.append(new Event.Asked(action, by));
                    return copying && action == Action.REOPEN;
                });
        // Otherwise it would be the step that begins now.
        if (isTurning() || givenUp) {
            interruptStep();
        }
    }

    /** Says that it takes longer, to visitors too. */
    void extend(Duration more, String by, Instant now) {
        Duration elapsed = Durations.between(ledger.openedAt(), now);
        ledger.locked(() -> {
            Duration expected = state().terms().expected();
            Duration longer = (elapsed.compareTo(expected) > 0 ? elapsed : expected).plus(more);
            Permission.checkExtension(window(), state(), longer);
            ledger.append(new Event.Extended(longer, by));
            return longer;
        });
        watchOverrun(elapsed);
        try {
            boundary.tell(window(), state(), ledger.expectedBack());
        } catch (RuntimeException e) {
            LOG.warn("visitors still read the earlier time on the page: {}", e.getMessage());
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

    /** Docker may start after us; for how long that is waited for has a limit. */
    private void lookUntilSeen() throws InterruptedException {
        String before = trouble;
        long end = System.nanoTime() + limits.docker().toNanos();
        Duration pause = FIRST_PAUSE;
        while (!looked(System.nanoTime() > end)) {
            Thread.sleep(pause);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        }
        trouble = before;
    }

    /** Whether it was seen how things are, or was waited for long enough. */
    private boolean looked(boolean giveUp) {
        try {
            lookout.look();
            return true;
        } catch (JournalException e) {
            throw e;
        } catch (RuntimeException e) {
            String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
            trouble = "waiting for Docker: " + why;
            if (giveUp) {
                lookout.blind(limits.docker(), why);
            }
            return giveUp;
        }
    }

    private void run() {
        MDC.put("window", window().toString());
        MDC.put("stack", ledger.stack().value());
        try {
            while (!stopped && actUnlessTroubled()) {
                // one decision after the other
            }
        } catch (InterruptedException e) {
            LOG.info("stopped in mid-window; it goes on at the next start");
        }
    }

    /** What can't be written down is not done: the window stands still until there is room. */
    private boolean actUnlessTroubled() throws InterruptedException {
        try {
            if (mustLook) {
                lookUntilSeen();
                mustLook = false;
            }
            Decision decision = decide();
            decision.step().ifPresent(s -> MDC.put("step", s.word()));
            boolean more = act(decision);
            goOn();
            return more;
        } catch (JournalException e) {
            standStill(
                    Objects.requireNonNullElse(e.getMessage(), e.toString()),
                    "its journal can be written again: going on",
                    () ->
                            LOG.error(
                                    "Window {} of stack {} stands still: its journal can't be"
                                            + " written. {} The door stays as it is now. It goes on"
                                            + " by itself when the journal can be written again.",
                                    window(),
                                    ledger.stack(),
                                    e.getMessage(),
                                    e));
        } catch (RuntimeException e) {
            standStill(
                    "something that Lull does not expect went wrong ("
                            + e
                            + "): this is a bug, please report it with what the daemon's log says."
                            + " The door stays as it is now, and it is tried again every "
                            + Durations.print(TROUBLE_PAUSE),
                    "what went wrong went well now: going on",
                    () ->
                            LOG.error(
                                    "Window {} of stack {} stands still: {}",
                                    window(),
                                    ledger.stack(),
                                    trouble,
                                    e));
        }
        return true;
    }

    /** Says so once, however often it is tried again. */
    private void standStill(String why, String over, Runnable say) throws InterruptedException {
        if (stopped) {
            throw new InterruptedException();
        }
        boolean said = why.equals(trouble);
        trouble = why;
        relief = over;
        if (!said) {
            say.run();
        }
        // What was found and could not be acted on is found again.
        mustLook = true;
        signal.raise();
        Thread.sleep(TROUBLE_PAUSE);
    }

    private void goOn() {
        if (!trouble.isEmpty()) {
            LOG.info(relief);
            trouble = "";
        }
    }

    private Decision decide() {
        Optional<Lookout.Finding> found = lookout.take();
        Decision next = Decision.of(state());
        if (found.isEmpty()) {
            return next;
        }
        return switch (next) {
            case Decision.Perform perform -> {
                breaches = found.get().breaches();
                yield new Decision.Hold(
                        perform.planned().kind(), found.get().why() + ". " + afterBreach(breaches));
            }
            case Decision.Hold hold -> {
                breaches = found.get().breaches();
                yield new Decision.Hold(hold.at(), hold.why() + "; and " + found.get().why());
            }
            case Decision.CloseAgain _,
                    Decision.TurnBack _,
                    Decision.End _,
                    Decision.Wait _,
                    Decision.Finished _ ->
                    next;
        };
    }

    private String afterBreach(List<Breach> breaches) {
        boolean closes = breaches.stream().anyMatch(b -> b.undone().isPresent());
        return "'lull retry "
                + window()
                + "' "
                + (closes ? "closes it again and goes on" : "goes on with what is there now");
    }

    /** Whether there is more to do. */
    private boolean act(Decision decision) throws InterruptedException {
        switch (decision) {
            case Decision.Perform perform -> perform(perform);
            case Decision.CloseAgain close -> closeAgain(close);
            case Decision.TurnBack turn -> turnBack(turn);
            case Decision.Hold hold -> {
                LOG.warn("held at {}: {}", hold.at().word(), hold.why());
                List<Breach> undone = breaches;
                breaches = List.of();
                // At once: whoever retries goes by what is to be done again.
                ledger.locked(() -> {
                    hold(hold.at(), hold.why());
                    return lookout.record(undone);
                });
            }
            case Decision.End end -> {
                LOG.info("{}: {}", end.phase().word(), end.summary());
                appendIfStill(end, new Event.Ended(end.phase(), end.summary()));
            }
            case Decision.Wait _ -> {
                goOn();
                ledger.awaitWhile(s -> Decision.of(s) instanceof Decision.Wait);
                mustLook = true; // A person may have opened something meanwhile.
            }
            case Decision.Finished _ -> {
                endOverrun();
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
        goOn();
        LOG.info("{}: {}", step.kind().word(), step.what());
        Outcome outcome = attempt(step);
        if (lookout.hasFound() || isGivenUp(step)) {
            return;
        }
        switch (outcome) {
            case Outcome.Done done -> {
                LOG.info("{} is done: {}", step.kind().word(), done.summary());
                end(step, new Event.StepDone(step.kind(), done.summary()));
            }
            case Outcome.Failed failed -> {
                LOG.warn("{} failed: {}", step.kind().word(), failed.what());
                end(step, new Event.StepFailed(step.kind(), failed.what()));
            }
            case Outcome.Waits waits -> hold(step.kind(), waits.why());
        }
    }

    /** Whether a person has said that the window need not wait for this step. */
    private boolean isGivenUp(PlannedStep step) {
        return step.kind() == StepKind.COPY_OFFSITE && !state().isCopying();
    }

    /** Records how a step ended, unless a person has given it up in that moment. */
    private void end(PlannedStep step, Event event) {
        ledger.appendIf(s -> step.kind() != StepKind.COPY_OFFSITE || s.isCopying(), event);
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
        switch (attempt(closing)) {
            case Outcome.Done done -> closedAgain(close, "closed again: " + done.summary());
            case Outcome.Failed failed -> notClosedAgain(close, failed.what());
            case Outcome.Waits waits -> notClosedAgain(close, waits.why());
        }
    }

    private void closedAgain(Decision.CloseAgain close, String summary) {
        LOG.warn("{}: {}", close.failed().kind().word(), summary);
        ledger.append(new Event.ClosedAgain(close.failed().kind(), summary));
    }

    /** Then the closing comes first in whatever is done next. */
    private void notClosedAgain(Decision.CloseAgain close, String why) {
        closedAgain(close, "NOT closed again: " + why);
        ledger.append(new Event.Undone(close.closing(), "not closed again: " + why, false));
    }

    private void turnBack(Decision.TurnBack turn) {
        Optional<Facts> facts = state().facts();
        if (facts.isEmpty()) {
            ledger.append(new Event.Ended(Phase.ABORTED, turn.why()));
            return;
        }
        LOG.warn("the way back: {}", turn.why());
        List<PlannedStep> back =
                planner.back(facts.get(), state().opened().change(), state().changed());
        ledger.append(new Event.TurnedBack(turn.why(), turn.end(), back));
    }

    private Outcome attempt(PlannedStep planned) throws InterruptedException {
        Attempt before = lingering;
        if (before != null && !before.hasEnded()) {
            return lingers(before);
        }
        lingering = null;
        Attempt attempt =
                new Attempt(
                        ledger,
                        planned,
                        steps.get(planned.kind()),
                        limits.unwinding(),
                        () -> isTurning() || lookout.hasFound());
        acting = attempt;
        try {
            if (isTurning() || isGivenUp(planned)) {
                attempt.interrupt();
            }
            Optional<Outcome> outcome = attempt.run();
            if (stopped) {
                throw new InterruptedException();
            }
            if (outcome.isEmpty()) {
                lingering = attempt;
            }
            return outcome.orElseGet(() -> lingers(attempt));
        } finally {
            acting = null;
        }
    }

    private Outcome lingers(Attempt attempt) {
        return new Outcome.Waits(
                attempt.lingers()
                        + ". When it has ended: 'lull retry "
                        + window()
                        + "'. If it never does, restart the daemon, which ends it, then retry");
    }
}
