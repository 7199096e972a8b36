package dev.lull.snapshot;

/**
 * A rollback point that a retention gives up.
 *
 * @param why in a person's words
 */
public record Surplus(RollbackPoint point, String why) {}
