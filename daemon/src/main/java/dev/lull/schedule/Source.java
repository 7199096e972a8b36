package dev.lull.schedule;

/** Where a schedule comes from. */
public enum Source {
    /** {@code x-lull.schedule} of the stack's compose file. */
    FILE,
    /** Somebody has asked for it. */
    PERSON
}
