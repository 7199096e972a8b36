package dev.lull.plan;

import java.util.Locale;

/** Where a window is. The last six are ends. */
public enum Phase {
    PLANNED,
    PREPARING,
    CLOSING,
    QUIET,
    CHANGING,
    VALIDATING,
    REOPENING,
    WATCHING,
    ROLLING_BACK,
    STUCK,
    DONE,
    ROLLED_BACK,
    ABORTED,
    REFUSED;

    /** As printed: {@code rolling-back}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
