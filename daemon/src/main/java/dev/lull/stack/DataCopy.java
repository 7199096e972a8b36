package dev.lull.stack;

import java.util.Optional;

/**
 * How the data of a data store come into a rollback point.
 *
 * @param why in a few words that end the {@link #sentence}
 * @param before makes its files whole, where it runs on; may be run again
 * @param after undoes that; may be run again
 * @param dump writes all of it to stdout
 * @param restore reads that from stdin, and puts everything back as it was; may be begun again
 * @param check reads it from stdin, and exits 0 if it is a whole dump
 */
public record DataCopy(
        Mode mode,
        String why,
        Optional<Command> before,
        Optional<Command> after,
        Optional<Command> dump,
        Optional<Command> restore,
        Optional<Command> check) {

    /** What a store does meanwhile. */
    public enum Mode {
        /** It is stopped, and its files are copied. */
        COLD,
        /** It runs on, and its files are copied. */
        LIVE,
        /** It runs on and writes all that it has into a stream; its files are not copied. */
        DUMP
    }

    static final DataCopy DEFAULT = cold("cold: the default");

    /** Stopped for the copy. */
    public static DataCopy cold(String why) {
        return new DataCopy(
                Mode.COLD,
                why,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static DataCopy live(String why, Command before, Optional<Command> after) {
        return new DataCopy(
                Mode.LIVE,
                why,
                Optional.of(before),
                after,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static DataCopy dump(String why, Command dump, Command restore, Optional<Command> check) {
        return new DataCopy(
                Mode.DUMP,
                why,
                Optional.empty(),
                Optional.empty(),
                Optional.of(dump),
                Optional.of(restore),
                check);
    }

    public boolean isDump() {
        return mode == Mode.DUMP;
    }

    public boolean isLive() {
        return mode == Mode.LIVE;
    }

    /** What becomes of the store, for people. */
    public String sentence() {
        return switch (mode) {
            case COLD -> "stopped for the copy (" + why + ")";
            case LIVE -> "copied while it runs, after " + why;
            case DUMP -> "dumped while it runs, with " + why;
        };
    }
}
