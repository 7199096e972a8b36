package dev.lull.window;

import dev.lull.plan.StepKind;
import dev.lull.stack.Durations;
import dev.lull.window.StepRun.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sees whether a window may go on: whether somebody else broke what it has closed, and whether it
 * is not long overdue after a restart. What it finds is kept until the runner takes it.
 * Thread-safe.
 */
final class Lookout {
    /** More than any window has steps, so that those who go on while Docker is asked do end. */
    private static final int MOST_LOOKS = 100;

    private static final Duration LEAST_GRACE = Duration.ofMinutes(30);

    private final Ledger ledger;
    private final Boundary boundary;
    private final Runnable interrupt;
    private List<Breach> found = List.of();
    private String overdue = "";
    private String blind = "";

    /**
     * @param interrupt ends the step that runs, if one does
     */
    Lookout(Ledger ledger, Boundary boundary, Runnable interrupt) {
        this.ledger = ledger;
        this.boundary = boundary;
        this.interrupt = interrupt;
    }

    /** Why the window must not go on, and what is to be closed again when a person says so. */
    record Finding(String why, List<Breach> breaches) {}

    /** Looks; what is broken interrupts the step, or is written down while the window is held. */
    void look() {
        int looks = 1;
        while (!hasLooked() && looks < MOST_LOOKS) {
            looks++;
        }
    }

    /** Whether what was seen counts. */
    private boolean hasLooked() {
        WindowState seen = ledger.state();
        List<Breach> breaches =
                boundary.breaches(seen).stream().filter(Predicate.not(this::isKnown)).toList();
        return breaches.isEmpty() || ledger.locked(() -> broken(seen, breaches));
    }

    /** What a person was told and has answered is not held for again. */
    private boolean isKnown(Breach breach) {
        return breach.undone().isEmpty() && ledger.hasWarned(breach.what());
    }

    private boolean broken(WindowState seen, List<Breach> breaches) {
        if (record(breaches)) {
            return true;
        }
        if (!seen.steps().equals(ledger.state().steps())) {
            // Steps have gone on while Docker was asked: what was seen may be their doing.
            return false;
        }
        found = breaches;
        interrupt.run();
        return true;
    }

    /**
     * Writes down what is to be done again, and is not written down yet.
     *
     * @return whether the window is held; if not, nothing was written
     */
    boolean record(List<Breach> breaches) {
        return ledger.locked(() -> {
            Optional<StepKind> at = ledger.state().held().map(Event.Held::step);
            at.ifPresent(held -> breaches.forEach(b -> record(held, b)));
            return at.isPresent();
        });
    }

    private void record(StepKind at, Breach breach) {
        Optional<StepKind> undone = breach.undone().filter(this::isDone);
        if (undone.isPresent()) {
            ledger.append(new Event.Undone(undone.get(), breach.what(), breach.letIn()));
            stale(undone.get());
        } else if (!isUndoneBecauseOf(breach) && !ledger.hasWarned(breach.what())) {
            ledger.append(new Event.Warned(at, breach.what()));
        }
    }

    private boolean isUndoneBecauseOf(Breach breach) {
        return ledger.state().steps().stream()
                .anyMatch(s ->
                        breach.undone().equals(Optional.of(s.kind()))
                                && s.status() == Status.PENDING
                                && s.text().equals(breach.what()));
    }

    /**
     * The proof of quiet is worth nothing once something has run that may write, and a rollback
     * point does not have what was written since: until the change begins, both are made again.
     */
    private void stale(StepKind closing) {
        if (!ledger.state().changed()) {
            again(StepKind.PROVE_QUIET, "to be proved again", closing);
            again(StepKind.SNAPSHOT, "to be taken again", closing);
            again(StepKind.START_DATA, "to be started again", closing);
        }
        if (closing == StepKind.CLOSE_APP) {
            again(StepKind.VALIDATE, "to be checked again", closing);
        }
    }

    private void again(StepKind kind, String why, StepKind closing) {
        if (isDone(kind)) {
            ledger.append(new Event.Undone(kind, why + " after " + closing.word(), false));
        }
    }

    private boolean isDone(StepKind kind) {
        return ledger.state().steps().stream()
                .anyMatch(s -> s.kind() == kind && s.status() == Status.DONE);
    }

    /** After a restart: a window that is long overdue is a person's to decide on. */
    void overdue(Instant now) {
        Duration expected = ledger.state().terms().expected();
        Duration grace = expected.compareTo(LEAST_GRACE) > 0 ? expected : LEAST_GRACE;
        Instant limit = ledger.openedAt().plus(expected).plus(grace);
        if (now.isAfter(limit) && !ledger.state().reopened()) {
            overdue =
                    "the daemon was away, and it is "
                            + Durations.print(Duration.between(ledger.openedAt(), now))
                            + " since the window was opened, which was expected to take "
                            + Durations.print(expected)
                            + ": see whether going on is still wanted";
        }
    }

    /** It could not be seen whether the window may go on. */
    void blind(Duration waited, String why) {
        ledger.locked(() ->
                blind =
                        "Docker has not answered for "
                                + Durations.print(waited)
                                + " ("
                                + why
                                + "), so whether what was closed is still closed can't be seen:"
                                + " everything is as it was left, see that Docker runs ('docker"
                                + " info')");
    }

    boolean hasFound() {
        return ledger.locked(() -> !found.isEmpty() || !overdue.isEmpty() || !blind.isEmpty());
    }

    /** What was found, once. */
    Optional<Finding> take() {
        return ledger.locked(() -> {
            List<String> why = new ArrayList<>(found.stream().map(Breach::what).toList());
            Stream.of(overdue, blind).filter(w -> !w.isEmpty()).forEach(why::add);
            Finding finding = new Finding(why.stream().collect(Collectors.joining("; ")), found);
            found = List.of();
            overdue = "";
            blind = "";
            return why.isEmpty() ? Optional.empty() : Optional.of(finding);
        });
    }
}
