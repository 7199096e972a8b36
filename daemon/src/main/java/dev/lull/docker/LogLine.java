package dev.lull.docker;

import java.time.Instant;

/** One line that a container wrote to stdout or stderr. */
public record LogLine(Instant at, String text) {}
