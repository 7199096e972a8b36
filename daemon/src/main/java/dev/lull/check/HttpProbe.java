package dev.lull.check;

import dev.lull.stack.HttpCheck;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks a container over HTTP, from the host: the tool for it may be absent from the image. Every
 * call asks once, blocks for a few seconds at the most, may be interrupted, and is safe to use from
 * many threads. Redirects are answers like any other. It calls itself {@link #NAME}.
 */
public interface HttpProbe {
    /** The {@code User-Agent} of every request: who is asked may tell it from a visitor. */
    String NAME = "lull";

    /**
     * Sends the request once.
     *
     * @param address of the container; empty while it has none, which is as if nobody were there
     * @return what is wrong, or empty when it was answered as the check says
     */
    Optional<String> failure(String address, HttpCheck check) throws InterruptedException;

    /** The value of a header in the answer to {@code GET /}, if there is an answer with it. */
    Optional<String> header(String address, int port, String name) throws InterruptedException;

    /** How many bytes the answer has, if it is the one that the check wants, and says so. */
    OptionalLong length(String address, HttpCheck check) throws InterruptedException;
}
