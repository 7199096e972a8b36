package dev.lull.snapshot;

/**
 * How much of the content of a copy that shares its blocks with a volume is hashed, for the copy to
 * be proven then and later. What a point was taken with shows in its sums.
 */
public enum Proof {
    /** Every name, and the content of a {@link Sample}. */
    SAMPLE,

    /** Every name and every byte; compared with the volume too. */
    ALL
}
