package dev.lull.plan;

import java.time.Duration;

/**
 * Where the rollback point of a window is copied to, once the stack is open again.
 *
 * @param place for people; holds no secret
 * @param timeout for one copy
 */
public record OffsiteCopy(String place, Duration timeout) {}
