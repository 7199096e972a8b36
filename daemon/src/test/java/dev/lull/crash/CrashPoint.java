package dev.lull.crash;

import java.util.Locale;

/**
 * Where the daemon dies.
 *
 * @param when relative to the append
 * @param event the number of the event, as {@link CrashingJournal} counts them; 0 for never
 * @param millis for {@link When#LATER}: how long after the append
 * @param what the event, for people
 */
record CrashPoint(Scenario scenario, When when, int event, int millis, String what) {

    /** Relative to an append to the journal. */
    enum When {
        BEFORE,
        AFTER,
        LATER
    }

    static CrashPoint never(Scenario scenario) {
        return new CrashPoint(scenario, When.AFTER, 0, 0, "undisturbed");
    }

    /** By which it can be run alone, e.g. {@code update/before-17}. */
    String name() {
        String late = when == When.LATER ? "+" + millis + "ms" : "";
        return scenario.word() + "/" + when.name().toLowerCase(Locale.ROOT) + "-" + event + late;
    }
}
