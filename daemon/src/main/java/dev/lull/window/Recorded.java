package dev.lull.window;

import java.time.Instant;

/**
 * An event as the journal has it.
 *
 * @param sequence counted up from 1 within its window, without gaps
 */
public record Recorded(long sequence, Instant at, Event event) {}
