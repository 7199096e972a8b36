package dev.lull.crash;

import java.util.Locale;

/** A window on the guestbook, and how it may end whatever happens. */
enum Scenario {
    /** To a version with a migration that works. */
    UPDATE("2"),
    /** To a version whose migration fails half-way. */
    BAD_MIGRATION("2-bad-migration"),
    /** To a version that works, and after reopening a person says: rollback. */
    ROLLBACK("2");

    /** The version before the window. */
    static final String BEFORE = "1";

    private final String version;

    Scenario(String version) {
        this.version = version;
    }

    /** The version that the window goes to. */
    String version() {
        return version;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The phase that it ends in when nothing disturbs it. */
    String calmEnd() {
        return this == UPDATE ? "done" : "rolled-back";
    }

    /** Whether it may end in this phase when something has disturbed it. */
    boolean mayEnd(String phase) {
        return phase.equals(calmEnd()) || phase.equals("rolled-back");
    }
}
