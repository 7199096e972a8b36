package dev.lull.crash;

import java.util.Locale;

/**
 * Where something dies in a window.
 *
 * @param event the number of the event that it is about, the opening not counted, from 1; 0 for
 *     none. Output is not counted
 * @param output which batch of output after that event it is about, from 1; 0 for the event itself
 * @param millis for {@link When#LATER}: how long after the event
 * @param what the event, for people
 * @param during the step that it belongs to; with {@code back/} before it on the way back
 */
record CrashPoint(
        Scenario scenario,
        Victim victim,
        When when,
        int event,
        int output,
        int millis,
        String what,
        String during) {

    /** What is killed with SIGKILL. */
    enum Victim {
        DAEMON,
        DOCKERD
    }

    /** When, relative to an append to the journal. */
    enum When {
        NEVER,
        /** Right before it. */
        BEFORE,
        /** Right after it. */
        AFTER,
        /** While the step acts that it is about; before its outcome is appended at the latest. */
        LATER,
        /** While each step acts, when it is performed for the first time. */
        EACH_STEP,
        /** Likewise, from the first step of the way back. */
        EACH_STEP_BACK
    }

    static CrashPoint never(Scenario scenario) {
        return new CrashPoint(scenario, Victim.DAEMON, When.NEVER, 0, 0, 0, "", "");
    }

    static CrashPoint eachStep(Scenario scenario, Victim victim, When when, int millis) {
        return new CrashPoint(scenario, victim, when, 0, 0, millis, "", "");
    }

    /** By which it can be run alone, e.g. {@code update/daemon/before-17-step-done-close-app}. */
    String name() {
        String place =
                switch (when) {
                    case NEVER, EACH_STEP, EACH_STEP_BACK -> "";
                    case BEFORE, AFTER, LATER -> "-" + event + "-" + what;
                };
        String batch = output > 0 ? "-output-" + output : "";
        String late = when == When.LATER ? "+" + millis + "ms" : "";
        String word = when.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String who = victim.name().toLowerCase(Locale.ROOT);
        return String.join("/", scenario.word(), who, word + place + batch + late);
    }
}
