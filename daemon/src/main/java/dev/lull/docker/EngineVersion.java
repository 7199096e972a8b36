package dev.lull.docker;

/**
 * What engine answers.
 *
 * @param engine e.g. {@code 28.5.2}
 * @param api the highest API version that it speaks, e.g. {@code 1.50}
 * @param minApi the lowest that it accepts
 * @param rootless whether the daemon runs without root
 */
public record EngineVersion(String engine, String api, String minApi, boolean rootless) {}
