package dev.lull.api;

import java.time.Instant;

/** What came of showing another certificate. */
public sealed interface Renewal {

    /** It is the one that is shown already, or TLS is not spoken. */
    record Same() implements Renewal {}

    /**
     * Connections that are made from now on get it.
     *
     * @param until when it is valid
     */
    record Taken(Instant until) implements Renewal {}

    /**
     * The old one stays.
     *
     * @param why as a sentence without full stop, with the file
     * @param until when the old one is valid
     */
    record Refused(String why, Instant until) implements Renewal {}
}
