package dev.lull.crash;

import dev.lull.plan.Phase;
import java.util.Locale;

/** A window on the guestbook, and how it must end whatever happens. */
enum Scenario {
    /** To a version with a migration that works. */
    UPDATE("2"),
    /** To a version whose migration fails half-way. */
    BAD_MIGRATION("2-bad-migration"),
    /** To a version that works, and after reopening a person says: rollback. */
    ROLLBACK("2");

    private final String version;

    Scenario(String version) {
        this.version = version;
    }

    String version() {
        return version;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Scenario named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Where a window that was never disturbed ends. */
    Phase end() {
        return this == UPDATE ? Phase.DONE : Phase.ROLLED_BACK;
    }
}
