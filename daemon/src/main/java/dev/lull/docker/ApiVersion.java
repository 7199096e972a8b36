package dev.lull.docker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the engine's API, e.g. {@code 1.41}. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /** The lowest that has all that Lull needs (Engine 20.10). */
    static final ApiVersion LOWEST = new ApiVersion(1, 41);

    /** The highest that Lull was tried with. */
    static final ApiVersion HIGHEST = new ApiVersion(1, 47);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

    static ApiVersion parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new EngineException.Permanent(
                    "Docker tells an API version that is none: '" + text + "'");
        }
        return new ApiVersion(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /**
     * The version to speak with an engine that speaks up to this one.
     *
     * @param engine the engine's own version, for the message
     * @throws EngineException.Permanent when the engine is too old
     */
    ApiVersion negotiated(String engine) {
        if (compareTo(LOWEST) < 0) {
            throw new EngineException.Permanent(
                    (engine.isEmpty() ? "Docker" : "Docker Engine " + engine)
                            + " speaks API "
                            + this
                            + "; Lull needs "
                            + LOWEST
                            + " (Engine 20.10) or newer: upgrade it"
                            + " (https://docs.docker.com/engine/install/)");
        }
        return compareTo(HIGHEST) < 0 ? this : HIGHEST;
    }

    @Override
    public int compareTo(ApiVersion other) {
        int majors = Integer.compare(major, other.major);
        return majors != 0 ? majors : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
