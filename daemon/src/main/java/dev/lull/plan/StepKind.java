package dev.lull.plan;

import java.util.Locale;

/** Every kind of step there is, on the way forward and on the way back. */
public enum StepKind {
    PREPARE,
    ANNOUNCE,
    CLOSE_CRON,
    CLOSE_WORKERS,
    CLOSE_APP,
    PROVE_QUIET,
    SNAPSHOT,
    CHANGE,
    START_DATA,
    MIGRATE,
    EXEC,
    WORK,
    RESTORE_VOLUMES,
    RESTORE_CONTAINERS,
    RESTORE_DUMPS,
    VALIDATE,
    REOPEN_APP,
    REOPEN_WORKERS,
    REOPEN_CRON,
    WATCH,
    COPY_OFFSITE;

    /** As printed and as named in the API: {@code close-app}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
