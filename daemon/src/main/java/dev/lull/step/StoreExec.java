package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Streams;
import dev.lull.snapshot.StoreCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs the commands of a data store in its container.
 *
 * @param container its id
 * @param deadline of each
 */
record StoreExec(Engine engine, String container, Duration deadline) implements StoreCommands {
    @Override
    public int run(
            List<String> argv, InputStream input, OutputStream output, Consumer<String> messages)
            throws IOException {
        try {
            return engine.stream(container, argv, deadline, new Streams(input, output, messages));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
