package dev.lull.crash;

import dev.lull.window.Event;
import dev.lull.window.Recorded;
import java.time.Instant;
import java.util.Locale;

/**
 * An event of the journal, as far as it matters here.
 *
 * @param at when it was appended, in ISO 8601
 * @param kind e.g. {@code step-done}
 * @param about e.g. the step
 * @param text for people
 */
record Written(String at, String kind, String about, String text) {

    static Written of(Recorded recorded) {
        return of(recorded.event(), recorded.at());
    }

    /** One that is not appended yet. */
    static Written of(Event event) {
        return of(event, Instant.EPOCH);
    }

    private static Written of(Event event, Instant at) {
        String name = event.getClass().getSimpleName();
        String kind = name.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        String text = event.toString();
        return new Written(
                at.toString(),
                kind,
                about(event),
                text.substring(0, Math.min(text.length(), 300)).replace('\n', ' '));
    }

    private static String about(Event event) {
        return switch (event) {
            case Event.StepStarted e -> e.step().word();
            case Event.StepDone e -> e.step().word();
            case Event.StepFailed e -> e.step().word();
            case Event.ClosedAgain e -> e.step().word();
            case Event.Undone e -> e.step().word();
            case Event.Overran e -> e.step().word();
            case Event.Held e -> e.step().word();
            case Event.Said e -> e.step().word();
            case Event.Warned e -> e.step().word();
            // The rest of a key is an id, which differs from run to run.
            case Event.Noted e -> e.key().replaceAll("/.*", "");
            case Event.Asked e -> e.action().word();
            case Event.Ended e -> e.phase().word();
            case Event.Opened _, Event.FactsTaken _, Event.TurnedBack _, Event.Extended _ -> "";
        };
    }

    /** All of it in a line. */
    String line() {
        return at + " " + text;
    }

    Instant time() {
        return Instant.parse(at);
    }

    boolean is(String wantedKind, String wantedAbout) {
        return kind.equals(wantedKind) && about.equals(wantedAbout);
    }

    boolean isOutput() {
        return kind.equals("said");
    }

    /** For people, and names of points. */
    String what() {
        return about.isEmpty() ? kind : kind + "-" + about;
    }
}
