package dev.lull.docker;

import java.io.IOException;
import java.util.List;

/** What a command of the fake does with its streams. */
@FunctionalInterface
public interface FakeStreams {
    /** Its exit code. */
    int run(List<String> argv, Streams streams) throws IOException;
}
