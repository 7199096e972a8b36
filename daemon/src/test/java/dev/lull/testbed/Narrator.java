package dev.lull.testbed;

import dev.lull.plan.StepKind;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells in plain sentences what happens in a window, and why, as it happens. */
final class Narrator {
    private final PrintStream out;
    private final Instant began = Instant.now();
    private final List<String> said = new ArrayList<>();
    private Instant stepBegan = began;
    private String longName = "\0";
    private String shortName = "";
    private boolean back;

    Narrator(PrintStream out) {
        this.out = out;
    }

    /** From now on a stack is called by a shorter name than Docker's. */
    void call(String project, String name) {
        longName = project;
        shortName = name;
    }

    /** A chapter. */
    void chapter(String text) {
        back = false;
        out.println();
        out.println(text);
    }

    /** A sentence, with the time since the beginning. */
    void tell(String text) {
        tell(Instant.now(), text);
    }

    private void tell(Instant at, String text) {
        out.printf(Locale.ROOT, "%6.1f s  %s%n", seconds(Duration.between(began, at)), named(text));
    }

    /** Something below the last sentence. */
    void add(String text) {
        out.println("            " + named(text));
    }

    private String named(String text) {
        return text.replace(longName, shortName);
    }

    /** Tells an event of a window. */
    void tell(Recorded recorded) {
        switch (recorded.event()) {
            case Event.Opened opened ->
                    tell(
                            recorded.at(),
                            "Lull opens a window: %d steps to go. The plan was made before anything is touched."
                                    .formatted(opened.steps().size()));
            case Event.StepStarted started -> {
                stepBegan = recorded.at();
                said.clear();
                tell(recorded.at(), why(started.step()));
            }
            case Event.Said text -> said.addAll(text.lines());
            case Event.StepDone done -> {
                if (done.step() == StepKind.MIGRATE) {
                    said.forEach(line -> add("| " + line));
                }
                add("%s: %s".formatted(took(recorded), done.summary()));
            }
            case Event.StepFailed failed -> {
                lastWords().forEach(line -> add("| " + line));
                add("%s, FAILED: %s".formatted(took(recorded), failed.what()));
            }
            case Event.Warned warned -> add("warning: " + warned.text());
            case Event.TurnedBack turned -> {
                back = true;
                tell(recorded.at(), "Lull takes the way back by itself: " + turned.why() + ".");
                add(
                        "The door was closed all the while, so nobody wrote anything that this"
                                + " could lose: %d steps.".formatted(turned.steps().size()));
            }
            case Event.ClosedAgain closed ->
                    tell(recorded.at(), "Closed again: " + closed.summary());
            case Event.Undone undone -> add("undone: " + undone.what());
            case Event.Overran _ -> tell(recorded.at(), "It takes longer than expected.");
            case Event.Extended extended ->
                    tell(recorded.at(), extended.by() + " says that it takes longer.");
            case Event.Held held ->
                    tell(recorded.at(), "The window waits for a person: " + held.why());
            case Event.Asked asked ->
                    tell(recorded.at(), asked.by() + ": " + asked.action().word());
            case Event.Ended ended ->
                    tell(recorded.at(), "The window is over: " + ended.phase().word() + ".");
            case Event.FactsTaken _, Event.Noted _ -> {}
        }
    }

    /** A traceback is long; its end says it. */
    private List<String> lastWords() {
        return said.subList(Math.max(0, said.size() - 3), said.size());
    }

    private String took(Recorded now) {
        double time = seconds(Duration.between(stepBegan, now.at()));
        return String.format(Locale.ROOT, "%.1f s", time);
    }

    static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private String why(StepKind step) {
        return back ? wayBack(step) : forward(step);
    }

    private static String forward(StepKind step) {
        return switch (step) {
            case PREPARE ->
                    "Every problem is looked for first: images, files, ports, space, health. Nothing is"
                            + " touched yet.";
            case ANNOUNCE -> "It is said when the stack is expected back.";
            case CLOSE_CRON ->
                    "Cron finishes its job and stays stopped, so that nothing new begins.";
            case CLOSE_WORKERS -> "Workers take no new jobs, finish the ones they have, and stop.";
            case CLOSE_APP ->
                    "The page takes the app's place; requests that are under way are answered, then"
                            + " the app stops.";
            case PROVE_QUIET ->
                    "Is it really quiet? Whoever else could write to the volumes would be named now.";
            case SNAPSHOT ->
                    "The data stores stop for a copy: images, containers, volumes and files become"
                            + " the rollback point.";
            case CHANGE ->
                    "Compose makes the containers that the files ask for now; only data stores start.";
            case START_DATA -> "The data stores start again and have to be healthy.";
            case MIGRATE -> "The migration runs once, from the new image, behind the closed door.";
            case VALIDATE ->
                    "The new app starts backstage, on a network of its own, and is checked while"
                            + " visitors still see the page.";
            case REOPEN_APP ->
                    "The very container that was checked joins its networks, the page leaves:"
                            + " visitors are in. It is watched.";
            case REOPEN_WORKERS -> "Workers start and are watched.";
            case REOPEN_CRON -> "Cron starts and is watched.";
            case WATCH -> "All of it is watched once more, with the rollback point still at hand.";
            case COPY_OFFSITE -> "The rollback point is copied off-site; visitors are in.";
            case EXEC -> "The command runs behind the closed door.";
            case WORK -> "A person works now.";
            case RESTORE_VOLUMES -> "The volumes return to the rollback point.";
            case RESTORE_CONTAINERS -> "The containers return to the rollback point.";
            case RESTORE_DUMPS -> "The dumps are played into the data stores.";
        };
    }

    private static String wayBack(StepKind step) {
        return switch (step) {
            case CLOSE_CRON, CLOSE_WORKERS, CLOSE_APP ->
                    "Is it still closed? The way back takes nothing for granted: "
                            + step.word()
                            + " again.";
            case RESTORE_VOLUMES ->
                    "The volumes return to the rollback point, half a migration and all undone.";
            case RESTORE_CONTAINERS ->
                    "The containers return to exactly what they were, from the old images.";
            case VALIDATE -> "The old app starts backstage and is checked as a new one would be.";
            case REOPEN_APP -> "It joins its networks, the page leaves: visitors are in again.";
            default -> forward(step);
        };
    }
}
