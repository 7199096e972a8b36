package dev.lull.snapshot;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which restic it is. */
record ResticVersion(int major, int minor) {
    /** The oldest that this was tried with. */
    static final ResticVersion OLDEST = new ResticVersion(0, 14);

    /** The first that was seen to keep what {@link #keepsAttributesOfLinks} is about. */
    private static final ResticVersion OF_LINKS = new ResticVersion(0, 18);

    private static final Pattern WORDS = Pattern.compile("restic (\\d+)\\.(\\d+).*");

    /** Reads what {@code restic version} prints. */
    static Optional<ResticVersion> read(String line) {
        Matcher words = WORDS.matcher(line);
        return words.matches()
                ? Optional.of(
                        new ResticVersion(
                                Integer.parseInt(words.group(1)), Integer.parseInt(words.group(2))))
                : Optional.empty();
    }

    boolean isOlderThan(ResticVersion other) {
        return major < other.major || (major == other.major && minor < other.minor);
    }

    /** Whether extended attributes of symbolic links come back, too. */
    boolean keepsAttributesOfLinks() {
        return !isOlderThan(OF_LINKS);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
