package dev.lull.notify;

import java.net.URI;
import java.util.Optional;

/** Takes notices to where they are read. Thread-safe. */
public interface Post {

    /**
     * Sends it once; blocks for some seconds at the most.
     *
     * @param to an absolute http or https URL
     * @return what went wrong, for people, without what may be secret in the URL; empty when the
     *     other side has taken it
     */
    Optional<String> send(URI to, Notice notice) throws InterruptedException;
}
