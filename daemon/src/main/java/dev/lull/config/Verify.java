package dev.lull.config;

/** How much of what a rollback point shares with a volume is read to prove it. */
public enum Verify {
    SAMPLE,
    ALL
}
